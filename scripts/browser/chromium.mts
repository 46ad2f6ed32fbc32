/** A real browser, driven by playwright-core, which brings none of its own. */
import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

const USUAL_PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Nothing but the pages that a script opens may reach for the network. */
const QUIET = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const WINDOW = { width: 1440, height: 900 };

export interface View {
	window?: { width: number; height: number };
	/** n8n goes by what the system prefers. */
	theme?: 'light' | 'dark';
}

/**
 * Opens a browser page for the work, and closes the browser afterwards.
 * @throws Error that says what to install when there is no browser.
 */
export async function inBrowser<Result>(
	work: (page: Page) => Promise<Result>,
	{ window = WINDOW, theme = 'light' }: View = {},
): Promise<Result> {
	const browser = await chromium.launch({
		executablePath: findChromium(),
		headless: true,
		args: QUIET,
	});
	try {
		return await work(await browser.newPage({ viewport: window, colorScheme: theme }));
	} finally {
		await browser.close();
	}
}

function findChromium(): string {
	const places = [process.env.CHROMIUM ?? '', ...USUAL_PLACES];
	const found = places.find((place) => existsSync(place));
	if (found) return found;
	throw new Error(
		'This needs Chromium. On Debian and Ubuntu: apt-get install chromium. ' +
			'If it is installed elsewhere, name it in the environment variable CHROMIUM.',
	);
}
