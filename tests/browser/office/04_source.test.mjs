/* The office app as files: words, sizes, nothing inline. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const staff = fileURLToPath(new URL('../../../web/staff/', import.meta.url));
const read = (path) => readFileSync(join(staff, path), 'utf8');
const sources = [...readdirSync(staff), ...readdirSync(join(staff, 'views')).map((name) => `views/${name}`)]
	.filter((name) => name.endsWith('.js'));
const code = sources.map(read).join('\n');

test('[R67] every word on screen is in messages.nl.json, and none is left over', () => {
	const words = JSON.parse(read('messages.nl.json'));
	const asked = [...code.matchAll(/\b(say|count|word)\(\s*'([^']+)'/g)].map((m) => [m[1], m[2]]);
	const whole = new Set(Object.keys(words));
	const missing = asked.filter(([how, key]) => (how === 'say' ? !whole.has(key)
		: how === 'count' ? !whole.has(`${key}.one`) || !whole.has(`${key}.other`)
			: ![...whole].some((one) => one.startsWith(`${key}.`))));
	assert.deepEqual(missing, []);
	const parts = [...code.matchAll(/['`]([a-z_]+(?:\.[a-z_]+)*)[.'`]/gi)].map((m) => m[1]);
	const groups = new Set([...asked.map(([, key]) => key), ...parts, ...[...code.matchAll(/`([\w.]+?)\.\$\{/g)].map((m) => m[1])]);
	const idle = [...whole].filter((key) => {
		const up = key.split('.');
		return !up.some((_, i) => groups.has(up.slice(0, up.length - i).join('.')));
	});
	assert.deepEqual(idle, []);
	console.log('proves every word of the office is in one file R67');
});

test('[-] the types of the office app hold, strictly', () => {
	const web = fileURLToPath(new URL('../../../web/', import.meta.url));
	const told = spawnSync(process.execPath, [join(web, 'node_modules/typescript/bin/tsc'), '-p', join(staff, 'tsconfig.json')], { encoding: 'utf8' });
	assert.equal(told.stdout + told.stderr, '');
	assert.equal(told.status, 0);
	console.log('proves the types of the office app hold -');
});

test('[D14] the app stays within 120 kB of script and 30 kB of style, packed', async () => {
	const { buildStaff } = await import('../../../web/staff/build.mjs');
	const out = mkdtempSync(join(tmpdir(), 'portiek-size-'));
	try {
		const files = await buildStaff({ out });
		const size = (ending) => files.filter((f) => f.file.endsWith(ending)).reduce((sum, f) => sum + f.gzip, 0);
		assert.ok(size('.js') < 120_000, `script ${size('.js')}`);
		assert.ok(size('.css') < 30_000, `style ${size('.css')}`);
		const page = readFileSync(join(out, 'index.html'), 'utf8');
		assert.ok(!/<style|style=|<script(?![^>]*src=)|\son\w+=/.test(page), 'nothing inline');
		const again = await buildStaff({ out });
		assert.deepEqual(again, files, 'same input, same files');
	} finally {
		rmSync(out, { recursive: true, force: true });
	}
	console.log('proves the office app stays small -');
});
