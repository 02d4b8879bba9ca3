/* The alarm tone: two soft notes every four seconds while an alarm waits, made in the browser. A page
 * may only sound after the person touched it; until then `ready` is false and the banner says so.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { signal } from '@preact/signals-core';

const EVERY = 4_000;

class Sound {
	constructor() {
		this.ready = signal(false);
		/** @type {AudioContext|null} */
		this.context = null;
		this.timer = 0;
	}

	/** To be called from a touch or a key. */
	unlock() {
		if (!this.context) {
			this.context = new AudioContext();
			this.context.onstatechange = () => { this.ready.value = this.context?.state === 'running'; };
		}
		void this.context.resume().then(() => { this.ready.value = this.context?.state === 'running'; });
	}

	/** @param {boolean} on */
	ring(on) {
		if (on && !this.timer) {
			this.chime();
			this.timer = window.setInterval(() => this.chime(), EVERY);
		} else if (!on) {
			clearInterval(this.timer);
			this.timer = 0;
		}
	}

	chime() {
		const audio = this.context;
		if (!audio || audio.state !== 'running') return;
		[880, 660].forEach((pitch, i) => {
			const tone = audio.createOscillator();
			const level = audio.createGain();
			const from = audio.currentTime + i * 0.28;
			tone.frequency.value = pitch;
			level.gain.setValueAtTime(0, from);
			level.gain.linearRampToValueAtTime(0.22, from + 0.02);
			level.gain.exponentialRampToValueAtTime(0.001, from + 0.26);
			tone.connect(level).connect(audio.destination);
			tone.start(from);
			tone.stop(from + 0.27);
		});
	}
}

export const sound = new Sound();
