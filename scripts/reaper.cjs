// Runs one program and outlives whoever asked for it just long enough to stop it: when stdin closes, because the parent
// asked or because it was killed with -9, the program gets its stop signal, and no mercy after the grace period.
'use strict';
const { spawn } = require('node:child_process');
const { closeSync, writeSync } = require('node:fs');

const { command, args, cwd, uid, gid, stopSignal, graceMs } = JSON.parse(process.argv[2]);

// The parent decides when to stop, in its order; a Ctrl-C that reaches everybody must not overtake it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const child = spawn(command, args, { cwd, uid, gid, stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });
child.once('spawn', () => {
  try {
    writeSync(3, `${child.pid}\n`);
    closeSync(3);
  } catch {
    // The parent is gone already; the end of stdin tells the rest.
  }
});
child.once('error', (error) => {
  process.stderr.write(`${command} did not start: ${error.message}\n`);
  process.exit(127);
});
child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 143)));

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  child.kill(stopSignal);
  setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
}
process.stdin.once('end', stop).once('close', stop).once('error', stop).resume();
