// SPDX-License-Identifier: AGPL-3.0-or-later
// Keeps the page live: one event stream says what changed, htmx fetches those parts anew.
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Times -----------------------------------------------------------------------------------
  const ahead = Date.parse(one('meta[name=server-time]').content) - Date.now();
  const now = () => Date.now() + ahead;
  const words = (millis) => {
    const s = Math.max(0, Math.floor(millis / 1000));
    if (s < 60) return `${s} s`;
    if (s < 3600) return `${Math.floor(s / 60)} min`;
    if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
    return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
  };
  const countdown = (millis) => {
    const s = Math.max(0, Math.ceil(millis / 1000));
    if (s >= 3600) return `in ${words(millis)}`;
    return s < 60 ? `in ${s} s` : `in ${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
  };
  const show = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const tick = () => {
    const at = now();
    all('time[data-ago]').forEach((t) => show(t, `${words(at - Date.parse(t.dateTime))} ago`));
    all('time[data-since]').forEach((t) => show(t, words(at - Date.parse(t.dateTime))));
    all('time[data-until]').forEach((t) => show(t, countdown(Date.parse(t.dateTime) - at)));
  };
  setInterval(tick, 1000);

  // Toasts ----------------------------------------------------------------------------------
  const toast = (color, title, text) => {
    const box = document.createElement('div');
    box.className = 'toast show mb-2';
    box.setAttribute('role', color === 'red' ? 'alert' : 'status');
    const body = document.createElement('div');
    body.className = 'toast-body d-flex align-items-start gap-2';
    const dot = document.createElement('span');
    dot.className = `badge bg-${color} mt-1 p-1`;
    const words = document.createElement('div');
    words.className = 'flex-fill text-break';
    const head = document.createElement('div');
    head.className = 'fw-medium';
    head.textContent = title;
    words.append(head);
    if (text) {
      const more = document.createElement('div');
      more.className = 'text-secondary';
      more.textContent = text;
      words.append(more);
    }
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'btn-close';
    close.ariaLabel = 'Close';
    close.addEventListener('click', () => box.remove());
    body.append(dot, words, close);
    box.append(body);
    one('#toasts').append(box);
    setTimeout(() => box.remove(), color === 'red' || text ? 12000 : 5000);
  };

  // Said on the page before, which is gone.
  const left = sessionStorage.getItem('paastis-said');
  if (left) {
    sessionStorage.removeItem('paastis-said');
    const { color, message, more } = JSON.parse(left);
    toast(color, message, more.join('; '));
  }

  // Actions ---------------------------------------------------------------------------------
  const awaited = new Set(); // apps whose end of a wake or sleep this person waits for
  document.addEventListener('htmx:configRequest', (event) => {
    const csrf = one('#sign-out input[type=hidden]');
    if (csrf) event.detail.headers['X-CSRF-TOKEN'] = csrf.value;
  });
  // On the request itself, because the button may be swapped away before the answer is there.
  document.addEventListener('htmx:beforeRequest', (event) => {
    const { xhr, requestConfig } = event.detail;
    xhr.addEventListener('loadend', () => answered(xhr, requestConfig));
  });
  const answered = (xhr, { verb, elt }) => {
    const form = elt.closest('form');
    if (xhr.status === 401) location.assign('/sign-in');
    else if (xhr.status === 0 && verb === 'post') tell(form, 'red', 'The server cannot be reached');
    else if (xhr.status >= 400) failed(xhr, form);
    else if (verb === 'post') done(JSON.parse(xhr.responseText), form);
  };
  const done = (told, form) => {
    if (told.next) {
      sessionStorage.setItem('paastis-said', JSON.stringify(told));
      location.assign(told.next);
      return;
    }
    const more = told.more ?? [];
    if (!more.length) form?.closest('dialog')?.close();
    // What is said inside the list of found apps would go with its refresh.
    tell(more.length && !form?.matches('#takeover') ? form : null, told.color ?? 'azure', told.message, more);
    if (told.underWay) awaited.add(told.app);
    if (told.app) refreshApp(told.app);
    else refreshAccounts();
  };
  const failed = (xhr, form) => {
    try {
      const problem = JSON.parse(xhr.responseText);
      tell(form, 'red', problem.title, (problem.detail ?? '').split('; '));
      all(`[data-when="${problem.code}"]`, form ?? document).forEach((part) => { part.hidden = false; });
      if (problem.code === 'credentials-refused') retype(form);
    } catch {
      tell(form, 'red', `The server answered ${xhr.status}`);
    }
  };
  // All but the credentials stays as it was typed.
  const retype = (form) => {
    const secrets = form ? all('input[type=password]', form) : [];
    secrets.forEach((field) => { field.value = ''; });
    secrets[0]?.focus();
  };
  const alerts = { red: 'alert-danger', orange: 'alert-warning', green: 'alert-success' };
  // Beside the form that was sent, if it has a place for it; else in a corner.
  const tell = (form, color, title, lines = []) => {
    const place = form && one('[data-answer]', form);
    if (!place) {
      toast(color, title, lines.join('; '));
      return;
    }
    const box = document.createElement('div');
    box.className = `alert ${alerts[color] ?? 'alert-info'} mb-0 d-block text-break`;
    const head = document.createElement('div');
    head.className = 'fw-medium';
    head.textContent = title;
    box.append(head, ...lines.filter(Boolean).map((text) => {
      const line = document.createElement('div');
      line.textContent = text;
      return line;
    }));
    place.replaceChildren(box);
    place.hidden = false;
  };

  // Dialogs ---------------------------------------------------------------------------------
  const dialog = one('#dialog');
  const ask = async (url) => {
    const answer = await fetch(url, { headers: { 'HX-Request': 'true' } });
    if (answer.status === 401) location.assign('/sign-in');
    if (!answer.ok) {
      failed({ status: answer.status, responseText: await answer.text() }, null);
      return;
    }
    htmx.swap(one('#dialog-content'), await answer.text(), { swapStyle: 'innerHTML', swapDelay: 0, settleDelay: 0 });
    dialog.showModal();
    one('[autofocus], input:not([type=hidden])', dialog)?.focus();
  };
  // Credentials that were typed are gone with the dialog.
  dialog?.addEventListener('close', () => one('#dialog-content').replaceChildren());
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-dialog]');
    if (opener) ask(opener.dataset.dialog).catch(() => toast('red', 'The server cannot be reached'));
    if (event.target.closest('[data-close]')) dialog.close();
  });
  document.addEventListener('change', (event) => {
    const name = event.target.dataset?.checkAll;
    if (name) all(`[name="${name}"]`, event.target.form).forEach((box) => { box.checked = event.target.checked; });
  });
  const ends = {
    woken: ['green', 'is awake'],
    'fell-asleep': ['indigo', 'is asleep'],
    'wake-failed': ['red', 'could not be woken'],
    'wake-refused': ['red', 'was not woken'],
    'sleep-failed': ['red', 'could not be put to sleep'],
    'sleep-called-off': ['orange', 'stays awake'],
    crashed: ['red', 'crashed'],
  };
  const happened = (event) => {
    refresh('#feed');
    if (event.type.startsWith('account-')) refreshAccounts();
    const end = ends[event.type];
    if (end && awaited.delete(event.app)) {
      toast(end[0], `${event.appName} ${end[1]}`, event.details.reason);
    }
  };

  // Parts -----------------------------------------------------------------------------------
  // One fetch after another: what is fetched later is also newer when it is shown, and a part that
  // is asked for again while it is being fetched is fetched once more. (htmx.ajax would drop all
  // but the last of those that wait.)
  const waiting = new Set();
  let line = Promise.resolve();
  const soon = (key, work) => {
    if (waiting.has(key)) return;
    waiting.add(key);
    setTimeout(() => {
      line = line.then(() => { waiting.delete(key); return work(); }).catch(() => {});
    }, 120);
  };
  // What a person has chosen outlives a fetch.
  const choices = (root) => all('input[type=checkbox][name]', root);
  const key = (box) => `${box.name} ${box.value}`;
  const opened = (root) => all('details[open][data-key]', root).map((part) => part.dataset.key);
  const swap = async (url, id, swapStyle) => {
    const answer = await fetch(url, { headers: { 'HX-Request': 'true' } });
    if (answer.status === 401) location.assign('/sign-in');
    const target = document.getElementById(id);
    if (!answer.ok || !target) return;
    const html = await answer.text();
    const held = target.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const chosen = choices(target).filter((box) => box.checked !== box.defaultChecked).map(key);
    const unfolded = opened(target);
    htmx.swap(target, html, { swapStyle, swapDelay: 0, settleDelay: 0 });
    all('details[data-key]', target).forEach((part) => { part.open = unfolded.includes(part.dataset.key); });
    choices(target).filter((box) => chosen.includes(key(box))).forEach((box) => { box.checked = !box.defaultChecked; });
    tick();
    if (held) one(`#${CSS.escape(id)} [data-key="${held}"]`)?.focus();
  };
  const refresh = (selector) => soon(selector, async () => {
    const part = one(selector);
    if (!part?.dataset.refresh) return;
    const scrolled = part.scrollTop;
    await swap(part.dataset.refresh, part.id, 'innerHTML');
    part.scrollTop = scrolled;
  });
  const filter = () => {
    const form = one('#filter');
    return form ? new URLSearchParams(new FormData(form)).toString() : '';
  };
  const filtered = () => all('#filter [name]').some((field) => field.value !== '');
  const refreshList = () => {
    refresh('#cards');
    soon('list', () => one('#apps') && swap(`/fragments/apps?${filter()}`, 'apps', 'innerHTML'));
  };
  const open = (root) => one('.dropdown-menu.show', root);
  const refreshAccounts = () => ['#accounts', '#account', '#found', '#rules'].forEach(refresh);
  const refreshOutlook = () => ['#why', '#days'].forEach(refresh);
  const refreshApp = (id) => soon(id, async () => {
    const hero = one('#hero');
    if (hero && !open(hero)) {
      await swap(`/fragments/apps/${hero.dataset.app}/hero`, 'hero', 'outerHTML');
    }
    refreshOutlook();
    const row = document.getElementById(`app-${id}`);
    if (row && open(row)) setTimeout(() => refreshApp(id), 1000);
    else if (one('#apps') && filtered()) refreshList();
    else if (row) await swap(`/fragments/apps/${id}`, row.id, 'outerHTML');
  });

  // Live ------------------------------------------------------------------------------------
  const badge = one('#live');
  const states = new Map();
  const showLive = (up) => {
    badge.className = `status me-1 ${up ? 'status-green' : 'status-orange'}`;
    show(one('[data-live-text]', badge), up ? 'Live' : 'Reconnecting…');
  };
  const connect = () => {
    const stream = new EventSource('/live');
    const told = (name, work) => stream.addEventListener(name, (e) => work(JSON.parse(e.data)));
    stream.onopen = () => showLive(true);
    stream.onerror = () => {
      showLive(false);
      if (stream.readyState === EventSource.CLOSED) {
        fetch('/fragments/cards', { headers: { 'HX-Request': 'true' } })
          .then((answer) => { if (answer.status === 401) location.assign('/sign-in'); })
          .catch(() => {})
          .finally(() => setTimeout(connect, 2000));
      }
    };
    told('app', (app) => {
      refreshApp(app.id);
      if (states.get(app.id) !== app.state) {
        refresh('#cards');
        document.dispatchEvent(new CustomEvent('paastis:state', { detail: app }));
      }
      states.set(app.id, app.state);
    });
    // The page was rendered a moment before the stream began, or the line was cut.
    told('begin', () => {
      refreshList();
      refresh('#feed');
      if (one('#hero')) refreshApp(one('#hero').dataset.app);
    });
    told('list', refreshList);
    told('happened', happened);
    addEventListener('pagehide', () => stream.close());
  };
  if (badge) connect();

  // Budgets fill up and counts change without an event.
  if (one('#accounts, #account')) {
    setInterval(() => {
      if (!document.hidden) refreshAccounts();
    }, 10000);
  }

  // Windows begin and end without an event.
  if (one('#why, #rules')) {
    setInterval(() => {
      if (document.hidden) return;
      refreshOutlook();
      refresh('#rules');
    }, 30000);
  }

  const output = one('#output');
  if (output) {
    const bottom = () => { const pre = one('pre', output); pre.scrollTop = pre.scrollHeight; };
    bottom();
    setInterval(() => {
      if (document.hidden || getSelection()?.toString()) return;
      fetch(output.dataset.refresh, { headers: { 'HX-Request': 'true' } })
        .then((answer) => (answer.ok ? answer.text() : null))
        .then((html) => {
          if (html === null || html === output.dataset.last) return;
          const pre = one('pre', output);
          const follow = pre.scrollTop + pre.clientHeight >= pre.scrollHeight - 20;
          const top = pre.scrollTop;
          output.dataset.last = html;
          output.innerHTML = html;
          if (follow) bottom(); else one('pre', output).scrollTop = top;
        })
        .catch(() => {}); // the live badge already says that the server is away
    }, 2000);
  }

  // Small things ----------------------------------------------------------------------------
  all('[data-origin]').forEach((code) => show(code, code.textContent.replace('{origin}', location.origin)));
  document.addEventListener('click', (event) => {
    const copy = event.target.closest('[data-copy], [data-copy-from]');
    if (copy) {
      const from = copy.dataset.copyFrom ? one(copy.dataset.copyFrom) : one('code', copy.parentElement);
      navigator.clipboard.writeText(from.textContent).then(
        () => toast('green', 'Copied'), () => toast('red', 'The browser did not allow copying'));
    }
    if (event.target.closest('[data-theme-toggle]')) {
      const root = document.documentElement;
      root.dataset.bsTheme = root.dataset.bsTheme === 'dark' ? 'light' : 'dark';
      localStorage.setItem('paastis-theme', root.dataset.bsTheme);
      document.dispatchEvent(new Event('paastis:theme'));
    }
  });
  tick();
})();
