// Stores unconfirmed text in the browser, where it survives a lost connection, an ended session and a crash.
// One entry per window, with strict durability, so that it is on disk if the browser crashes a moment later.
const NAME = "newsroom-unsaved";
const TABLE = "texts";
const FORGOTTEN = 30 * 24 * 3600 * 1000; // ms; nobody asks for a text of last month

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "sheet" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const inTable = async (mode, act) => {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(TABLE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
};

// If the browser cannot store anything (private window, full disk), writing must go on.
const quietly = async (promise, otherwise) => {
  try {
    return await promise;
  } catch {
    return otherwise;
  }
};

/** `entry`: {sheet, person, story, fields, at}. Resolves with whether it was stored. */
export const keep = (entry) => quietly(inTable("readwrite", (table) => table.put(entry)).then(() => true), false);

export const forget = (sheet) => quietly(inTable("readwrite", (table) => table.delete(sheet)));

/** This person's entries for this story ("" for a new one) from other windows. Deletes expired ones. */
export const left = async (person, story) => {
  const entries = (await quietly(inTable("readonly", (table) => table.getAll()), [])) ?? [];
  for (const entry of entries) if (Date.now() - entry.at > FORGOTTEN) forget(entry.sheet);
  return entries.filter((entry) => entry.person === person && entry.story === story && Date.now() - entry.at <= FORGOTTEN);
};
