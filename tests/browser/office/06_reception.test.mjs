/* What came in and cannot be used, as staff see it. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, atPlace, check, officeOfThisFile, sample, shot } from './office.mjs';

const office = officeOfThisFile();

const DAY = 86_400_000;
const counted = (page) => page.locator('.view', { hasText: 'Ontvangst' }).locator('.view__count');

/** One of each sort, as a device would leave them; the parked one is nine days old. */
function leaveOneOfEach() {
	const [now, old] = [Date.now() - 3_600_000, Date.now() - 9 * DAY];
	const device = '(SELECT min(n) FROM device)';
	const item = (seq, t, text) => 'INSERT INTO item (id, device, seq, t_recv, t, quality, cut, fault, path, text, body)'
		+ ` VALUES (randomblob(16), ${device}, ${seq}, ${t}, ${t}, 0, -1, '', '', '${text}', x'');`;
	office.stack.sql(`${item(9001, old, '{}')} INSERT INTO item_parked (parent, n) VALUES (randomblob(16), last_insert_rowid());
		INSERT INTO meta (key, value) VALUES ('ingest.parked', 1) ON CONFLICT (key) DO UPDATE SET value = 1;
		${item(9002, now, '{}')}
		INSERT INTO item_void (device, seq, why, t_recv) VALUES (${device}, 9003, 'lost', ${now});
		INSERT INTO item_stray (id, h, device, seq, t_recv, text) VALUES (randomblob(16), randomblob(32), ${device}, 9004, ${now}, '{}');`);
}

check('[R62] what central cannot use stands in one list, live, with what waits too long on top', async () => {
	if (sample) return;
	const page = await atPlace(office, 'ontvangst');
	await page.getByText('Alles is goed ontvangen').waitFor();
	assert.match(await counted(page).innerText(), /^0\s/);
	await shot(page, 'reception-empty');
	await office.cut();
	leaveOneOfEach();
	await office.mend();
	await page.locator('.utrecht-table tbody tr').nth(3).waitFor(); /* by itself */
	const rows = await page.locator('.utrecht-table tbody tr').allInnerTexts();
	assert.equal(rows.length, 4);
	assert.match(rows[0], /Wacht[^]*meer dan zeven dagen[^]*Hal Lindenhof[^]*nummer 9001[^]*wacht 9 dagen/);
	const rest = rows.slice(1).join('\n');
	for (const word of [/Niet begrepen/, /Ontbreekt[^]*De zuil is het kwijt/, /Tegenstrijdig[^]*Beide zijn bewaard/]) assert.match(rest, word);
	await page.waitForFunction(() => document.querySelector('.view[aria-current] .view__count--loud')?.textContent?.startsWith('4'));
	await assertAccessible(page, 'reception');
	await shot(page, 'reception');
	await page.setViewportSize({ width: 320, height: 640 });
	await assertReflows(page, 'reception at 320');
	await shot(page, 'reception-320');
	await page.context().close();
});

check('[-] the list says so when it cannot be read, and tries again', async () => {
	const page = await atPlace(office, 'alle');
	await page.route('**/api/v1/reception', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"busy"}' }));
	await page.goto(`${office.url}#/ontvangst`);
	const again = page.locator('#list').getByRole('button', { name: 'Opnieuw' });
	await again.waitFor();
	await assertAccessible(page, 'reception without an answer');
	await page.unroute('**/api/v1/reception');
	await again.click();
	await page.locator('.utrecht-table, .pane-state').first().waitFor();
	await again.waitFor({ state: 'detached' });
	await page.context().close();
});
