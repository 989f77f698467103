// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists, inspects, stops and starts by Scalingo's own library; prints one JSON object.
const { clientFromToken } = require('scalingo');

const [url, token, app, hook] = process.argv.slice(2);
const amounts = (containers) =>
  Object.fromEntries(containers.map((container) => [container.name, container.amount]));

async function scale(client, wanted) {
  const { formation, operation } = await client.Containers.scale(app, wanted);
  await operation.wait();
  return {
    formation: amounts(formation),
    operation: operation.status,
    status: (await client.Apps.find(app)).status,
  };
}

async function main() {
  const client = await clientFromToken(token, { apiUrl: url, authApiUrl: url });
  const said = {};
  said.apps = (await client.Apps.all()).map((each) => each.name);
  const before = await client.Containers.for(app);
  said.before = amounts(before);
  said.processes = (await client.Containers.processes(app)).map((each) => each.label);
  const [platform] = await client.NotificationPlatforms.list();
  said.notifier = await client.Notifiers.create(app, {
    platform_id: platform.id,
    name: 'paastis',
    active: true,
    send_all_events: true,
    type_data: { webhook_url: hook },
  });
  said.stopped = await scale(
    client,
    before.map(({ name, size }) => ({ name, amount: 0, size })),
  );
  said.started = await scale(
    client,
    before.map(({ name, amount, size }) => ({ name, amount, size })),
  );
  said.missing = await client.Apps.find('no-such-app').catch((error) => error.status ?? `${error}`);
  return said;
}

main().then(
  (said) => console.log(JSON.stringify(said)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
