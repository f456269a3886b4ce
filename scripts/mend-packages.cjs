// Repairs faults of installed packages that no release of theirs has repaired yet, each where its authors would. Runs after
// every install and costs nothing when all is mended; text that is not what was repaired stops it, so that a new version
// of a package is looked at again. Plain CommonJS, like its caller. Why: docs/decisions/0026-the-database-driver-is-mended.md
'use strict';
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const repairs = [
  {
    // Writing to a connection that was lost threw where nobody can catch it, and ended the process (issue 1208).
    file: 'postgres/src/connection.js',
    from: `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x
`,
    to: `    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    const x = chunk
    chunk = nextWriteTimer = null
    if (socket)
      return socket.write(x, fn)
    error(Errors.connection('CONNECTION_CLOSED', options, socket))
    return false
`,
  },
  {
    // What was to be written when a connection was lost kept every later one from writing at all (issue 1066).
    file: 'postgres/src/connection.js',
    from: `    incomings = null
    clearImmediate(nextWriteTimer)
`,
    to: `    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
`,
  },
  {
    // A statement whose values cannot be written out failed the one before it on its connection in its place, and was waited for
    // although it was never sent: neither it nor any later one was answered.
    file: 'postgres/src/connection.js',
    from: `    } catch (error) {
      sent.length === 0 && write(Sync)
      errored(error)
      return true
`,
    to: `    } catch (error) {
      if (q !== query) {
        sent.remove(q)
        queryError(q, error)
        return true
      }
      write(Sync)
      errored(error)
      return true
`,
  },
  {
    // A transaction whose connection was lost sent its next statements to whatever that connection had become: outside of
    // any transaction, or inside of somebody else's.
    file: 'postgres/src/index.js',
    from: `        new Promise((_, reject) => connection.onclose = reject)
`,
    to: `        new Promise((_, reject) => connection.onclose = error => (lost = error, reject(error)))
`,
  },
  {
    file: 'postgres/src/index.js',
    from: `      , connection
      , prepare = null

    try {
      await sql.unsafe('begin '`,
    to: `      , connection
      , lost = null
      , prepare = null

    try {
      await sql.unsafe('begin '`,
  },
  {
    file: 'postgres/src/index.js',
    from: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full
`,
    to: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full
`,
  },
  {
    // Whoever waited for a connection of their own and was told that there is none stayed in the queue: the next connection that
    // opened was given to them, who had gone, and never came back to the pool.
    file: 'postgres/src/index.js',
    from: `        const query = { reserve: resolve, reject }
`,
    to: `        const query = { reserve: resolve, reject: error => (queries.remove(query), reject(error)) }
`,
  },
  {
    // A place in the pool that connected anew for them took them out of the queue, and then found nobody there to give it to.
    file: 'postgres/src/index.js',
    from: `    queries.length && connect(c, queries.shift())
`,
    to: `    if (queries.length) {
      const query = queries.shift()
      query.reserve && queries.push(query)
      connect(c, query)
    }
`,
  },
  {
    // What was still to be sent on a connection of one's own when it was lost was never answered, and giving it back gave a lost
    // connection to the next.
    file: 'postgres/src/index.js',
    from: `    c.reserved.release = true

    const sql = Sql(handler)
    sql.release = () => {
      c.reserved = null
      onopen(c)
    }

    return sql

    function handler(q) {
      c.queue === full
`,
    to: `    c.reserved.release = true

    let lost = null
    c.onclose = error => {
      lost = error
      while (queue.length)
        queue.shift().reject(error)
    }

    const sql = Sql(handler)
    sql.release = () => {
      if (lost)
        return
      c.onclose = null
      c.reserved = null
      onopen(c)
    }

    return sql

    function handler(q) {
      if (lost)
        return q.reject(lost)
      c.queue === full
`,
  },
];

/** Mends what is installed in a folder of packages. Throws when a text to repair is not there and not repaired either. */
function mendPackages(modules) {
  for (const file of new Set(repairs.map((repair) => repair.file))) {
    const path = join(modules, file);
    if (!existsSync(path)) continue;
    const installed = readFileSync(path, 'utf8');
    const mended = repairs.filter((repair) => repair.file === file).reduce(mend, installed);
    if (mended === installed) continue;
    // As a whole or not at all: another start may be reading it.
    writeFileSync(`${path}.${process.pid}`, mended);
    renameSync(`${path}.${process.pid}`, path);
  }
}

function mend(text, { file, from, to }) {
  if (text.includes(to)) return text;
  if (text.split(from).length !== 2)
    throw new Error(`${file} is not the one that scripts/mend-packages.cjs repairs; see whether it still needs to be.`);
  return text.replace(from, () => to);
}

module.exports = { mendPackages };

if (require.main === module) mendPackages(join(__dirname, '..', 'node_modules'));
