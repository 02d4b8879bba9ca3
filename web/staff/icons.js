/* Pictograms of Lucide, bundled as text at build time; always beside a word, so hidden from readers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html } from 'lit-html';
import { unsafeHTML } from 'lit-html/directives/unsafe-html.js';
import arrowLeft from 'lucide-static/icons/arrow-left.svg';
import arrowRight from 'lucide-static/icons/arrow-right.svg';
import calendar from 'lucide-static/icons/calendar-days.svg';
import chevronDown from 'lucide-static/icons/chevron-down.svg';
import check from 'lucide-static/icons/check.svg';
import circle from 'lucide-static/icons/circle.svg';
import clock from 'lucide-static/icons/clock.svg';
import eye from 'lucide-static/icons/eye.svg';
import download from 'lucide-static/icons/download.svg';
import external from 'lucide-static/icons/external-link.svg';
import globe from 'lucide-static/icons/globe.svg';
import house from 'lucide-static/icons/house.svg';
import inbox from 'lucide-static/icons/inbox.svg';
import keyboard from 'lucide-static/icons/keyboard.svg';
import languages from 'lucide-static/icons/languages.svg';
import list from 'lucide-static/icons/list.svg';
import logOut from 'lucide-static/icons/log-out.svg';
import mail from 'lucide-static/icons/mail.svg';
import menu from 'lucide-static/icons/menu.svg';
import monitor from 'lucide-static/icons/monitor.svg';
import octagon from 'lucide-static/icons/octagon-alert.svg';
import phone from 'lucide-static/icons/phone.svg';
import phoneCall from 'lucide-static/icons/phone-call.svg';
import phoneMissed from 'lucide-static/icons/phone-missed.svg';
import plus from 'lucide-static/icons/plus.svg';
import printer from 'lucide-static/icons/printer.svg';
import refresh from 'lucide-static/icons/refresh-cw.svg';
import reopened from 'lucide-static/icons/rotate-ccw.svg';
import route from 'lucide-static/icons/route.svg';
import search from 'lucide-static/icons/search.svg';
import shield from 'lucide-static/icons/shield-alert.svg';
import siren from 'lucide-static/icons/siren.svg';
import tablet from 'lucide-static/icons/tablet.svg';
import triangle from 'lucide-static/icons/triangle-alert.svg';
import user from 'lucide-static/icons/user.svg';
import volume from 'lucide-static/icons/volume-2.svg';
import volumeOff from 'lucide-static/icons/volume-x.svg';
import wifiOff from 'lucide-static/icons/wifi-off.svg';
import x from 'lucide-static/icons/x.svg';

const ICONS = {
	arrowLeft, arrowRight, calendar, check, chevronDown, circle, clock, download, external, eye, globe, house, inbox, keyboard, languages, list, logOut,
	mail, menu, monitor, octagon, phone, phoneCall, phoneMissed, plus, printer, refresh, reopened, route, search, shield, siren, tablet,
	triangle, user, volume, volumeOff, wifiOff, x,
};

/** @param {keyof typeof ICONS} name @param {string} [extra] class names beside "icon" */
export function icon(name, extra = '') {
	return html`<span class="icon ${extra}" aria-hidden="true">${unsafeHTML(ICONS[name])}</span>`;
}
