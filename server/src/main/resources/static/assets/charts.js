// SPDX-License-Identifier: AGPL-3.0-or-later
// The charts of an app's page. Their words are drawn on the canvas, because the content security
// policy allows no styles in markup.
(() => {
  const page = document.querySelector('[data-page-app]');
  const id = page.dataset.pageApp;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const seconds = (millis) =>
    millis < 1000 ? `${Math.round(millis)} ms`
      : millis < 60000 ? `${(millis / 1000).toFixed(1)} s`
        : millis < 3600000 ? `${Math.round(millis / 60000)} min`
          : `${Math.floor(millis / 3600000)} h ${Math.round((millis % 3600000) / 60000)} min`;
  const clock = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const names = { awake: 'Awake', 'falling-asleep': 'Falling asleep', asleep: 'Asleep', waking: 'Waking', unknown: 'Unknown' };
  const wire = (text) => [...(text ?? '').matchAll(/(\d+)(ms|[smhd])/g)]
    .reduce((sum, [, n, unit]) => sum + n * { ms: 1, s: 1000, m: 60000, h: 3600000, d: 86400000 }[unit], 0);
  const timeline = echarts.init(document.getElementById('timeline'), null, { renderer: 'canvas' });
  const wakesBox = document.getElementById('wakes');
  const wakes = echarts.init(wakesBox, null, { renderer: 'canvas' });

  const look = () => {
    const dark = document.documentElement.dataset.bsTheme === 'dark';
    return {
      text: dark ? '#9aa5b5' : '#667382',
      line: dark ? '#2c3a4d' : '#e6e9ee',
      back: dark ? '#182433' : '#ffffff',
      strong: dark ? '#e4e8ee' : '#182433',
      awake: css('--tblr-green'),
      asleep: dark ? '#3a4a8c' : '#c5cef5',
      waking: css('--tblr-yellow'),
      'falling-asleep': css('--tblr-orange'),
      unknown: css('--tblr-red'),
      blue: css('--tblr-blue'),
    };
  };
  const tooltip = (colors) => ({
    renderMode: 'richText', backgroundColor: colors.back, borderColor: colors.line, confine: true,
    textStyle: { color: colors.strong, fontFamily: 'inherit', fontSize: 12 },
  });
  const axis = (colors) => ({
    axisLine: { lineStyle: { color: colors.line } }, axisTick: { show: false },
    axisLabel: { color: colors.text, hideOverlap: true }, splitLine: { lineStyle: { color: colors.line } },
  });

  const bar = (params, api) => {
    const [left, y] = api.coord([api.value(0), 0]);
    const [right] = api.coord([api.value(1), 0]);
    const height = 44;
    const area = params.coordSys;
    const shape = echarts.graphic.clipRectByRect(
      { x: left, y: y - height / 2, width: Math.max(right - left, 2), height },
      { x: area.x, y: area.y, width: area.width, height: area.height });
    return shape && { type: 'rect', shape, style: { fill: api.visual('color') } };
  };
  const drawTimeline = (data, colors) => timeline.setOption({
    animation: false, useUTC: false,
    grid: { left: 8, right: 8, top: 8, bottom: 62 },
    tooltip: {
      ...tooltip(colors),
      formatter: ({ data: d }) => `${names[d.state]} for ${seconds(d.value[1] - d.value[0])}\n${clock(d.value[0])} to ${clock(d.value[1])}`,
    },
    xAxis: { type: 'time', min: data.from, max: data.to, ...axis(colors), splitLine: { show: false } },
    yAxis: { type: 'category', data: [''], show: false },
    dataZoom: [
      { type: 'inside', filterMode: 'none' },
      {
        type: 'slider', filterMode: 'none', height: 18, bottom: 8, borderColor: 'transparent', showDetail: false,
        backgroundColor: colors.line, fillerColor: 'rgba(66, 99, 235, .18)', brushSelect: false,
      },
    ],
    series: [{
      type: 'custom', renderItem: bar, encode: { x: [0, 1], y: -1 },
      data: data.intervals.map((i) => ({ value: [i.from, i.to, 0], state: i.state, itemStyle: { color: colors[i.state] } })),
    }],
  });
  const level = (name, at, color, position) => ({
    name, yAxis: at, lineStyle: { color, type: 'dashed' },
    label: { formatter: `${name} ${seconds(at)}`, position, color },
  });
  const drawWakes = (data, colors) => {
    const lines = [];
    if (wire(wakesBox.dataset.usual)) lines.push(level('usual', wire(wakesBox.dataset.usual), colors.blue, 'insideEndBottom'));
    if (wire(wakesBox.dataset.slowest)) lines.push(level('slowest', wire(wakesBox.dataset.slowest), colors['falling-asleep'], 'insideEndTop'));
    wakes.setOption({
      animation: false,
      title: {
        show: data.wakes.length === 0, text: 'No wakes yet', left: 'center', top: 'middle',
        textStyle: { color: colors.text, fontWeight: 'normal', fontSize: 14 },
      },
      grid: { left: 8, right: 16, top: 24, bottom: 8, containLabel: true },
      tooltip: { ...tooltip(colors), formatter: ({ value }) => `${seconds(value[1])}\n${new Date(value[0]).toLocaleString()}` },
      xAxis: { type: 'time', ...axis(colors), splitLine: { show: false }, show: data.wakes.length > 0 },
      yAxis: { type: 'value', show: data.wakes.length > 0, ...axis(colors), axisLabel: { color: colors.text, formatter: seconds } },
      series: [{
        type: 'line', symbol: 'circle', symbolSize: 8, data: data.wakes.map((w) => [w.at, w.took]),
        itemStyle: { color: colors.waking }, lineStyle: { color: colors.waking, width: 2, opacity: .5 },
        markLine: { symbol: 'none', silent: true, data: data.wakes.length ? lines : [] },
      }],
    });
  };

  let last = null;
  const draw = () => {
    if (!last) return;
    const colors = look();
    drawTimeline(last, colors);
    drawWakes(last, colors);
  };
  const load = () => fetch(`/data/apps/${id}/charts`, { headers: { 'HX-Request': 'true' } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((data) => { if (data) { last = data; draw(); } })
    .catch(() => {}); // the live badge already says that the server is away
  load();
  setInterval(load, 15000);
  document.addEventListener('paastis:state', ({ detail }) => { if (detail.id === id) load(); });
  document.addEventListener('paastis:theme', draw);
  addEventListener('resize', () => { timeline.resize(); wakes.resize(); });
})();
