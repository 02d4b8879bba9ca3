/* The live line: a WebSocket that only says "something is newer"; the page then asks. When it breaks
 * it comes back by itself (full jitter, at most 30 s), and each try also asks over HTTP, so a proxy
 * without WebSockets still gives a list that is half a minute old at worst.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { loadAlarms, refresh } from './load.js';
import { line, me } from './state.js';

const FIRST = 1_000;
const LONGEST = 30_000;

export class Live {
	constructor() {
		/** @type {WebSocket|null} */
		this.socket = null;
		this.tries = 0;
		this.timer = 0;
		this.wanted = false;
		this.gathering = 0;
		this.alarms = -1;
		addEventListener('online', () => this.now());
		addEventListener('offline', () => this.socket?.close());
		document.addEventListener('visibilitychange', () => {
			if (!document.hidden && !this.socket) this.now();
		});
	}

	start() {
		this.wanted = true;
		if (!this.socket) this.connect();
	}

	stop() {
		this.wanted = false;
		clearTimeout(this.timer);
		this.socket?.close();
		this.socket = null;
	}

	/** Try at once: the person asked, or the machine says it is online again. */
	now() {
		if (!this.wanted || this.socket) return;
		clearTimeout(this.timer);
		this.tries = 0;
		this.connect();
	}

	connect() {
		line.value = { ...line.value, live: this.tries ? line.value.live : 'connecting' };
		const url = new URL('api/v1/live', location.href);
		url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
		url.hash = '';
		const socket = new WebSocket(url);
		this.socket = socket;
		socket.onopen = () => this.opened();
		socket.onmessage = (message) => this.told(message.data);
		socket.onclose = () => this.closed(socket);
	}

	opened() {
		const again = this.tries > 0;
		this.tries = 0;
		line.value = { ...line.value, live: 'on', http: true, retryAt: 0 };
		if (again) void refresh();
	}

	/** Several tellings in one breath make one question. @param {unknown} data */
	told(data) {
		let alarms = -1;
		try {
			alarms = Number(JSON.parse(String(data)).alarms ?? -1);
		} catch { /* a telling we cannot read still means: look again */ }
		if (alarms !== this.alarms) {
			this.alarms = alarms;
			void loadAlarms();
		}
		if (this.gathering) return;
		this.gathering = window.setTimeout(() => {
			this.gathering = 0;
			void refresh();
		}, 80);
	}

	/** @param {WebSocket} socket */
	closed(socket) {
		if (this.socket === socket) this.socket = null;
		if (!this.wanted || this.socket) return;
		this.tries += 1;
		const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(this.tries, 6));
		const delay = FIRST + Math.random() * (ceiling - FIRST);
		line.value = { ...line.value, live: 'off', retryAt: Date.now() + delay };
		clearTimeout(this.timer);
		this.timer = window.setTimeout(() => this.retry(), delay);
		if (this.tries > 1) void refresh();
	}

	retry() {
		if (this.wanted && !this.socket && me.value) this.connect();
	}
}
