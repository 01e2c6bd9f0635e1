/* Runs first in every page of a SCORM package, inside the frame that keeps the package away from the portal.
   It starts scorm-again where the package looks for its API, and sends what changes to the address in PD_SCORM.
   In the portal's own page, module.js hears only fixed words: what was saved, what is finished. */
(function () {
  "use strict";
  const seed = window.PD_SCORM;
  const portal = window.parent;
  /* Pages in inner frames find the API in the frame above, as the standard says. */
  if (!seed || portal !== window.top || portal === window) return;

  /* A package that moves to its next page keeps its state in the frame's name; the server may not have it yet. */
  const MARK = `pd-scorm:${seed.launch}:`;
  let kept = null;
  if (window.name.startsWith(MARK)) {
    try { kept = JSON.parse(window.name.slice(MARK.length)); } catch { kept = null; }
  }

  const is12 = seed.standard === "1.2";
  const api = new (is12 ? window.Scorm12API : window.Scorm2004API)({ dataCommitFormat: "flattened", logLevel: 5 });
  api.loadFromFlattenedJSON(Object.assign({}, seed.cmi, kept?.cmi), "");

  let number = kept?.number ?? 0;
  let running = kept?.running ?? false;
  let dirty = false;
  let timer = 0;

  const tell = (words) => portal.postMessage({ pdScorm: words }, "*");
  const snapshot = () => api.renderCommitCMI(false, true);
  const remember = (cmi) => { window.name = MARK + JSON.stringify({ number, running, cmi }); };

  async function send() {
    clearTimeout(timer);
    dirty = false;
    number += 1;
    const cmi = snapshot();
    remember(cmi);
    const body = JSON.stringify({ number, cmi });
    try {
      const answer = await fetch(seed.commit, {
        method: "POST",
        body,
        credentials: "omit",
        headers: { "Content-Type": "text/plain;charset=UTF-8" },
        keepalive: body.length < 50000, /* what a browser still sends when the page is closed */
      });
      tell(await answer.json());
    } catch {
      dirty = true;
      timer = setTimeout(send, 5000);
      tell({ state: "unsaved" });
    }
  }

  let noting = false;
  function note() {
    /* At once, since a page that is being left can no longer reach its frame's name; once for many values. */
    if (noting) return;
    noting = true;
    queueMicrotask(() => { noting = false; remember(snapshot()); });
  }

  function later() {
    dirty = true;
    note();
    clearTimeout(timer);
    timer = setTimeout(send, 800);
  }

  function after(name, then) {
    const own = api[name];
    api[name] = function (...values) {
      const answer = own.apply(api, values);
      then(String(answer) === "true");
      return answer;
    };
  }
  after(is12 ? "LMSInitialize" : "Initialize", (done) => { if (done) running = true; later(); });
  after(is12 ? "LMSSetValue" : "SetValue", later);
  after(is12 ? "LMSCommit" : "Commit", send);
  after(is12 ? "LMSFinish" : "Terminate", (done) => { if (done) { running = false; send(); } });
  if (running) api.lmsInitialize("");

  window.addEventListener("pagehide", () => { if (dirty) send(); });

  window[is12 ? "API" : "API_1484_11"] = api;
  /* Many packages look in the frames above first. Those belong to the portal and are closed to them. */
  window.parent = window;
})();
