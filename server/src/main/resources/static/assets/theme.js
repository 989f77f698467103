// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs before the first paint, so that a dark page never flashes white.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const chosen = localStorage.getItem('paastis-theme');
    document.documentElement.dataset.bsTheme = chosen ?? (system.matches ? 'dark' : 'light');
  };
  system.addEventListener('change', apply);
  apply();
})();
