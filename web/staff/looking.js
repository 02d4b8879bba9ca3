/* Colleagues on the same case: this page says every 25 seconds what it has open and hears who else
 * has. A hint, kept in central's memory only; when it fails nothing is wrong.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { effect, untracked } from '@preact/signals-core';
import { post } from './api.js';
import * as s from './state.js';

const AGAIN = 25_000;
const here = { nr: 0, typing: false };

async function tell() {
	const { nr, typing } = here;
	if (!nr || document.hidden) return;
	const heard = await post(`cases/${nr}/look`, { typing }).catch(() => null);
	if (heard && here.nr === nr) s.looking.value = { nr, who: heard.looking ?? [] };
}

export function watchColleagues() {
	effect(() => {
		const nr = (s.me.value && s.place.value.item && s.open.value.data?.nr) || 0;
		const typing = Boolean(nr && s.drafts.value[String(nr)]?.action);
		if (nr === here.nr && typing === here.typing) return;
		const before = here.nr;
		Object.assign(here, { nr, typing });
		untracked(() => {
			if (before && before !== nr && s.me.value) void post(`cases/${before}/look`, { gone: true }).catch(() => null);
			void tell();
		});
	});
	/* What the case itself says is as true. */
	effect(() => {
		const data = s.open.value.data;
		if (data?.looking) s.looking.value = { nr: data.nr, who: data.looking };
	});
	setInterval(() => void tell(), AGAIN);
}
