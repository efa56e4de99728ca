// One request waits for the next event; after a break everything is looked at anew.
import { get, NOW } from "./api.js";

const PATIENCE = 25; // seconds a request may wait
const RETRY_MS = [500, 1000, 2000, 4000];

export class Live {
  // `onEvents` gets a list of events; `onState` true when connected, false when not, and
  // connecting again means that events may have been missed.
  constructor(onEvents, onState) {
    this.onEvents = onEvents;
    this.onState = onState;
    this.failures = 0;
  }

  async run() {
    let since = null;
    for (;;) {
      try {
        const news = since === null
          ? await get("wait", { since: NOW, timeout: 0 })
          : await get("wait", { since, timeout: PATIENCE });
        if (since === null) this.onState(true);
        else if (news.sequence < since) throw new Error("started anew");
        else if (news.events.length) this.onEvents(news.events);
        since = news.sequence;
        this.failures = 0;
      } catch (error) {
        since = null;
        this.onState(false, error);
        await pause(RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)]);
      }
    }
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
