/* Going places: the hash changed, so other things must be on screen.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { batch } from '@preact/signals-core';
import { ADMIN_PAGES, loadAdmin } from './admin.js';
import { pickNone } from './bulk.js';
import { emptyList, loadList } from './inbox.js';
import { loadFigures } from './figures.js';
import { fillIn } from './intake.js';
import { loadLeaders } from './leaders.js';
import { loadCase, loadTable, loadViews } from './load.js';
import { loadFaults, loadHome, loadParty, loadRegisterParties, mayMend } from './register.js';
import { placeOf } from './router.js';
import * as s from './state.js';
import { loadPhraseBook } from './phrases.js';
import { loadText } from './texts.js';

/** The hash changed. */
export function arrive() {
	const before = s.place.value;
	const after = placeOf(location.hash);
	batch(() => {
		s.place.value = after;
		s.drawer.value = false;
		if (after.view !== before.view) {
			emptyList();
			pickNone();
		}
		s.stepsOpen.value = false;
		s.picking.value = null;
		s.slip.value = false;
		s.letter.value = null;
		s.phraseAt.value = '';
		if (after.item !== before.item || after.page !== before.page) {
			s.notice.value = null;
			s.refused.value = '';
			s.confirming.value = '';
			s.invitation.value = null;
			if (after.item !== s.gift.value?.name) s.gift.value = null;
		}
	});
	if (!s.me.value) return;
	if (!after.view) void loadViews();
	else if (after.view !== before.view) openList(after.page);
	openItem(after);
}

/** @param {string} page */
export function openList(page) {
	if (page === 'cases') void loadList();
	else if (page === 'register') void loadFaults();
	else if (page === 'leaders') void loadLeaders();
	else if (page === 'phrases') void loadPhraseBook();
	else if (ADMIN_PAGES.includes(page)) void loadAdmin(page);
	else if (!['persons', 'figures'].includes(page)) void loadTable(page); /* figures: their item says for which period */
}

/** Pages whose right pane is no case. @type {Record<string, (item: string) => void>} */
const BESIDE = {
	addresses: (item) => { void loadHome(item); if (mayMend()) void loadRegisterParties(); },
	intake: (item) => void fillIn(item),
	register: (item) => void loadParty(item),
};

/** @param {{ page: string, item: string }} at */
export function openItem(at) {
	if (['rules', 'ladder'].includes(at.page) && s.admin.value[at.page]?.data) void loadAdmin(at.page);
	if (at.page === 'devices' && at.item) void loadAdmin('fleet');
	if (at.page === 'texts' && at.item && s.textOpen.value.data?.item !== at.item) void loadText(at.item);
	const other = BESIDE[at.page];
	if (at.page === 'figures') {
		s.open.value = s.blank(null);
		void loadFigures(at.item);
	} else if (other) {
		s.open.value = s.blank(null);
		if (!at.item) s.home.value = s.blank(null);
		if (at.item || at.page === 'intake') other(at.item);
	} else if (!at.item || ADMIN_PAGES.includes(at.page) || ['quarantine', 'reception', 'alarms', 'devices', 'leaders', 'phrases', 'whatif'].includes(at.page)) s.open.value = s.blank(null);
	else if (String(s.open.value.data?.nr ?? '') !== at.item) void loadCase(at.item);
}
