/* Going places: the hash changed, so other things must be on screen.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { batch } from '@preact/signals-core';
import { emptyList, loadList } from './inbox.js';
import { loadCase, loadTable, loadViews } from './load.js';
import { placeOf } from './router.js';
import * as s from './state.js';

/** The hash changed. */
export function arrive() {
	const before = s.place.value;
	const after = placeOf(location.hash);
	batch(() => {
		s.place.value = after;
		s.drawer.value = false;
		if (after.view !== before.view) emptyList();
		if (after.item !== before.item || after.page !== before.page) s.notice.value = null;
	});
	if (!s.me.value) return;
	if (!after.view) void loadViews();
	else if (after.view !== before.view) void (after.page === 'cases' ? loadList() : loadTable(after.page));
	openItem(after);
}

/** @param {{ page: string, item: string }} at */
export function openItem(at) {
	if (!at.item || ['quarantine', 'reception', 'alarms', 'devices', 'addresses'].includes(at.page)) s.open.value = s.blank(null);
	else if (String(s.open.value.data?.nr ?? '') !== at.item) void loadCase(at.item);
}
