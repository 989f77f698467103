// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists, inspects, pauses and resumes by Platform.sh's own library; prints one JSON object. The
// library's login with an API token works in browsers only, so the bearer comes from outside.
const { default: Client } = require('platformsh-client');

const [url, bearer, environmentId] = process.argv.slice(2);

/** The library's own wait ends only at the poll after the last, so a short pause is enough. */
const done = (activity) => activity.wait(undefined, undefined, 0.2);

async function main() {
  const client = new Client({
    access_token: bearer,
    api_url: url,
    base_url: url,
    authentication_url: url,
    authorization: `${url}/oauth2/authorize`,
  });
  const said = {};
  const projects = await client.getProjects();
  said.projects = projects.map((project) => project.title);
  const { id } = projects[0];
  said.environments = (await client.getEnvironments(id)).map((each) => each.id);
  const environment = await client.getEnvironment(id, environmentId);
  said.before = environment.status;
  const paused = await done(await environment.pause());
  said.paused = [paused.type, paused.result];
  const asleep = await client.getEnvironment(id, environmentId);
  said.asleep = asleep.status;
  said.refused = await asleep.pause().then(
    () => 'accepted',
    () => 'refused',
  );
  const resumed = await done(await asleep.resume());
  said.resumed = [resumed.type, resumed.result];
  said.after = (await client.getEnvironment(id, environmentId)).status;
  return said;
}

main().then(
  (said) => console.log(JSON.stringify(said)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
