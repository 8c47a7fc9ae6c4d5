// The tablet's one database: opened once, read plainly, changed in whole and lasting steps.

const NAME = "xunhu";
const VERSION = 1;

/** No room left on the tablet: nothing of the step was kept. */
export class StorageFull extends Error {}

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/**
 * Open the database, or hand out the connection that is open.
 * @returns {Promise<IDBDatabase>}
 */
export function open() {
  opened ??= connect().catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

/**
 * Return one row, or null.
 * @param {string} store
 * @param {IDBValidKey} key
 * @returns {Promise<any>}
 */
export async function read(store, key) {
  const shelf = (await begin([store], "readonly")).objectStore(store);
  return (await answered(shelf.get(key))) ?? null;
}

/**
 * Return all rows of a store, or those an index (or the key) finds.
 * @param {string} store
 * @param {string | null} [index]
 * @param {IDBValidKey | IDBKeyRange | null} [query]
 * @returns {Promise<any[]>}
 */
export async function all(store, index, query) {
  const shelf = (await begin([store], "readonly")).objectStore(store);
  return answered((index ? shelf.index(index) : shelf).getAll(query));
}

/**
 * Do the work in one step that is kept whole, on the disk, or not at all. Returns when it is kept.
 * @param {string[]} stores
 * @param {(step: IDBTransaction) => void} work  May only use the step's own stores, and must not wait for anything else.
 * @returns {Promise<void>}
 */
export async function change(stores, work) {
  const step = await begin(stores, "readwrite");
  await new Promise((resolve, reject) => {
    /** @type {unknown} */
    let thrown = null;
    step.oncomplete = () => resolve(undefined);
    step.onabort = () => reject(named(thrown ?? step.error));
    try {
      work(step);
    } catch (error) {
      thrown = error;
      step.abort();
    }
  });
}

/** @returns {Promise<IDBDatabase>} */
async function connect() {
  const asked = indexedDB.open(NAME, VERSION);
  asked.onupgradeneeded = () => layOut(asked.result);
  const database = await answered(asked);
  database.onversionchange = () => {
    opened = null;
    database.close();
  };
  database.onclose = () => (opened = null);
  return database;
}

/** @param {IDBDatabase} database */
function layOut(database) {
  database.createObjectStore("meta", { keyPath: "key" });
  database.createObjectStore("keepers", { keyPath: "author" });
  database.createObjectStore("pack", { keyPath: ["author", "part"] }).createIndex("author", "author");
  database.createObjectStore("queue", { keyPath: "uuid" }).createIndex("author", "author");
  database.createObjectStore("parcels", { keyPath: "uuid" });
  database.createObjectStore("drafts", { keyPath: ["author", "place"] }).createIndex("author", "author");
}

/**
 * @param {string[]} stores
 * @param {IDBTransactionMode} mode
 * @returns {Promise<IDBTransaction>}
 */
async function begin(stores, mode) {
  const database = await open();
  return database.transaction(stores, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(named(request.error));
  });
}

/**
 * @param {unknown} error
 * @returns {unknown}
 */
function named(error) {
  const full = error instanceof DOMException && error.name === "QuotaExceededError";
  return full ? new StorageFull(error.message) : error;
}
