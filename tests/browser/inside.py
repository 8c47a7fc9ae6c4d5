"""What is run inside a page of the tablet: past the modules where the question is what they did, through them otherwise."""

# The tablet's clock goes on from another instant; its timers stay as they are.
CLOCK = """(() => {
  const Real = Date, ahead = %d;
  globalThis.Date = class Date extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
})()"""
# Read past every module: what the database of the browser itself holds.
ROWS = """(store) => new Promise((done, fail) => {
  const asked = indexedDB.open("xunhu");
  asked.onerror = () => fail(asked.error);
  asked.onsuccess = () => {
    const database = asked.result;
    if (!database.objectStoreNames.contains(store)) { database.close(); return done([]); }
    const all = database.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => { database.close(); done(all.result.map((row) => JSON.parse(JSON.stringify(row)))); };
  };
})"""
RENUMBER = """(uuid) => new Promise((done) => {
  const asked = indexedDB.open("xunhu");
  asked.onsuccess = () => {
    const step = asked.result.transaction("meta", "readwrite", { durability: "strict" });
    step.objectStore("meta").put({ key: "device", uuid });
    step.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
BEGIN = """([module, author]) => {
  window.begun = import(module).then(({ start, syncNow }) => { start(author); return syncNow(); }).then(({ kind }) => kind);
}"""
FIELDS = """async (address) => {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  return [...new FormData(page.querySelector("form#person")).entries()];
}"""
PUT = """([module, forms]) => {
  window.kept = [];
  window.putting = (async () => {
    const { capture } = await import(module);
    for (const form of forms) window.kept.push((await capture(form)).uuid);
  })().then(() => "", (error) => error.constructor.name);
}"""
RUNS = "(address) => [...document.scripts].some((script) => script.src.endsWith(address))"
RESTS = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  return Boolean(found?.active && found.active === navigator.serviceWorker.controller && !found.waiting && !found.installing);
}"""
FIND_RELEASE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  for (let turn = 0; turn < 100 && !registration.waiting; turn += 1) await new Promise((done) => setTimeout(done, 50));
  return registration.waiting !== null;
}"""
