/* Bars for a table of figures, drawn by uPlot, which is fetched when the first chart is.
 *
 * A chart repeats what its table says and holds nothing else: for readers it is one picture with a
 * sentence. Two series differ by filling (plain, hatched), never by colour alone.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** @typedef {{ labels: string[], series: { label: string, values: (number|null)[], tone: string }[], print: (n: number) => string, top?: number }} ChartSpec */

const HEIGHT = 240;
const NARROW = 420; /* px of the host below which half of the labels fit */
const LETTER = 6.5; /* px of a letter of a label */
/** @type {WeakMap<Element, { spec: string, plot: import('uplot')|null }>} */
const drawn = new WeakMap();
const watch = new ResizeObserver((entries) => {
	for (const { target, contentRect } of entries) drawn.get(target)?.plot?.setSize({ width: Math.floor(contentRect.width), height: HEIGHT });
});

/** A label in at most two lines. @param {string} label @param {number} most characters of a line */
function wrap(label, most) {
	const lines = [''];
	for (const word of label.split(' ')) {
		const last = /** @type {string} */ (lines.at(-1));
		if (!last || last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`.trim();
		else lines.push(word);
	}
	const cut = lines.slice(0, 2).map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line));
	return cut.join('\n');
}

/** @param {string} colour @param {boolean} hatched */
function filling(colour, hatched) {
	if (!hatched) return () => colour;
	return (/** @type {import('uplot')} */ plot) => {
		const tile = document.createElement('canvas');
		const size = 8 * devicePixelRatio;
		tile.width = tile.height = size;
		const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext('2d'));
		pen.strokeStyle = colour;
		pen.lineWidth = 2 * devicePixelRatio;
		for (const shift of [-size, 0, size]) {
			pen.moveTo(shift - size, size * 2);
			pen.lineTo(shift + size * 2, -size);
		}
		pen.stroke();
		return plot.ctx.createPattern(tile, 'repeat') ?? colour;
	};
}

/** What stands above each bar, where there is room. @param {ChartSpec} spec @param {string} ink @param {string} font */
function numbers(spec, ink, font) {
	const bars = spec.labels.length * spec.series.length;
	return (/** @type {import('uplot')} */ plot) => {
		if (plot.bbox.width / devicePixelRatio / bars < 26) return;
		const { ctx } = plot;
		ctx.save();
		ctx.fillStyle = ink;
		ctx.font = font;
		ctx.textAlign = 'center';
		spec.series.forEach(({ values }, at) => values.forEach((n, i) => {
			if (n === null) return;
			const shift = spec.series.length > 1 ? (at ? 0.2 : -0.2) : 0;
			ctx.fillText(spec.print(n), plot.valToPos(i + shift, 'x', true), plot.valToPos(n, 'y', true) - 6 * devicePixelRatio);
		}));
		ctx.restore();
	};
}

/** @param {typeof import('uplot')} uPlot @param {Element} host @param {ChartSpec} spec */
function options(uPlot, host, spec) {
	const style = getComputedStyle(host);
	const tone = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
	const font = `12px ${style.fontFamily}`;
	const width = Math.floor(host.getBoundingClientRect().width);
	const many = spec.labels.length > (width < NARROW ? 6 : 14);
	const step = many ? Math.ceil(spec.labels.length / (width < NARROW ? 4 : 10)) : 1;
	const letters = Math.max(5, Math.floor(((width - 64) * step) / spec.labels.length / LETTER));
	const pairs = spec.series.length > 1;
	const axis = { font, stroke: tone('ink-soft'), ticks: { show: false } };
	const most = Math.max(1, ...spec.series.flatMap((one) => one.values.map((n) => n ?? 0)));
	return {
		width, height: HEIGHT, legend: { show: false }, cursor: { show: false }, padding: /** @type {[number, number, number, number]} */ ([20, 8, 0, 0]),
		scales: { x: { time: false, range: () => /** @type {[number, number]} */ ([-0.6, spec.labels.length - 0.4]) },
			y: { range: () => /** @type {[number, number]} */ ([0, spec.top ?? most * 1.15]) } },
		axes: [
			{ ...axis, grid: { show: false }, size: 44, splits: () => spec.labels.map((_, i) => i),
				values: () => spec.labels.map((label, i) => (i % step ? '' : wrap(label, letters))) },
			{ ...axis, grid: { stroke: tone('rule'), width: 1 }, size: 56, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4, 1e5, 1e6, 1e7, 1e8],
				values: (/** @type {unknown} */ _, /** @type {number[]} */ splits) => splits.map(spec.print) },
		],
		series: [{}, ...spec.series.map((one, i) => ({
			label: one.label, stroke: tone(one.tone), width: 1.5, points: { show: false }, fill: filling(tone(one.tone), i > 0),
			paths: uPlot.paths.bars?.({ size: [pairs ? 0.38 : 0.6, 56], align: pairs ? (i ? 1 : -1) : 0 }),
		}))],
		hooks: { draw: [numbers(spec, tone('ink'), `${12 * devicePixelRatio}px ${style.fontFamily}`)] },
	};
}

/** Draw into an element, or leave it when it shows this already. @param {Element|undefined} host @param {ChartSpec} spec */
export async function drawChart(host, spec) {
	if (!host) return;
	const key = JSON.stringify([spec.labels, spec.series]);
	if (drawn.get(host)?.spec === key) return;
	drawn.get(host)?.plot?.destroy();
	drawn.set(host, { spec: key, plot: null });
	const { default: uPlot } = await import('uplot');
	await document.fonts.ready;
	const mine = drawn.get(host);
	if (!host.isConnected || !mine || mine.spec !== key || mine.plot) return;
	const data = /** @type {import('uplot').AlignedData} */ ([spec.labels.map((_, i) => i), ...spec.series.map((one) => one.values)]);
	mine.plot = new uPlot(options(uPlot, host, spec), data, /** @type {HTMLElement} */ (host));
	watch.observe(host);
	host.setAttribute('data-drawn', '');
}
