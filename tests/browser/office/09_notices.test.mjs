/* Deadlines that near or passed, told to whom it concerns. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, atPlace, check, officeOfThisFile, sample, shot } from './office.mjs';

const office = officeOfThisFile();

check('[D4 R17] a deadline that passed stands with whom it concerns until the case is opened', async () => {
	if (sample) return;
	await office.file({});
	const page = await atPlace(office, 'seintjes');
	await page.getByText('Geen seintjes').waitFor();
	await office.cut();
	const now = Date.now();
	for (const who of [office.name, 'iemand-anders'])
		office.stack.sql(`INSERT INTO notice (t, nr, who, what, clock, due) SELECT ${now}, min(nr), '${who}', 'late', 'done', ${now - 3_600_000} FROM case_file;`);
	await office.mend();
	const row = page.locator('.row');
	await row.first().waitFor(); /* by itself */
	assert.equal(await row.count(), 1);
	assert.match(await row.innerText(), /Klaar[^]*Termijn verlopen/);
	await assertAccessible(page, 'notices');
	await shot(page, 'seintjes');
	await page.locator('.row__link').click();
	await page.locator('#case-title').waitFor();
	await row.first().waitFor({ state: 'detached' });
	await page.setViewportSize({ width: 320, height: 640 });
	await assertReflows(page, 'notices at 320');
	await page.context().close();
});
