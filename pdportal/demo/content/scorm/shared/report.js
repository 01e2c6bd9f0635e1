/* Tells a SCORM player (1.2 or 2004) where the reader is and how the check went. */
function find(name) {
  let frame = window;
  for (let steps = 0; steps < 10; steps += 1) {
    if (frame[name]) return frame[name];
    if (frame.parent === frame) return null;
    frame = frame.parent;
  }
  return null;
}

const old = find("API");
const api = old ?? find("API_1484_11");
const get = (name) => (old ? api.LMSGetValue(name) : api.GetValue(name));
const set = (name, value) => (old ? api.LMSSetValue(name, String(value)) : api.SetValue(name, String(value)));
const commit = () => (old ? api.LMSCommit("") : api.Commit(""));
const spot = old ? "cmi.core.lesson_location" : "cmi.location";

if (api) {
  window.report = {
    begin() {
      if (old) api.LMSInitialize(""); else api.Initialize("");
      const state = old ? "cmi.core.lesson_status" : "cmi.completion_status";
      if (["not attempted", "unknown", ""].includes(get(state))) set(state, "incomplete");
      return Number(get(spot)) || 0;
    },
    place(number) {
      set(spot, number);
      commit();
    },
    score(percent, passed) {
      if (old) {
        set("cmi.core.score.min", 0);
        set("cmi.core.score.max", 100);
        set("cmi.core.score.raw", percent);
        set("cmi.core.lesson_status", passed ? "passed" : "failed");
      } else {
        set("cmi.score.scaled", percent / 100);
        set("cmi.success_status", passed ? "passed" : "failed");
        set("cmi.completion_status", "completed");
      }
      commit();
    },
  };
  window.addEventListener("pagehide", () => {
    set(old ? "cmi.core.exit" : "cmi.exit", "suspend");
    if (old) api.LMSFinish(""); else api.Terminate("");
  });
}
