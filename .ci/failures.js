// Prints what failed, by the reports of Jest: the last lines of a log are the first that a person reads.
const { existsSync, readFileSync } = require('node:fs');

const LINES = 25;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    tell(`${file} was not written`, '');
    continue;
  }
  for (const suite of JSON.parse(readFileSync(file, 'utf8')).testResults) {
    const failed = suite.assertionResults.filter(({ status }) => status === 'failed');
    for (const { fullName, failureMessages } of failed) tell(fullName, failureMessages.join('\n'));
    if (suite.status === 'failed' && failed.length === 0) tell(suite.name, suite.message);
  }
}

function tell(name, message) {
  console.log(`failed: ${name}`);
  for (const line of message.replace(COLOURS, '').split('\n').slice(0, LINES)) console.log(`  ${line}`);
}
