/** A mail server of our own that keeps what it is sent, and a chat that does the same. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { until } from './scenario.mts';

/** Takes every mail that is sent to it. */
export class Mailbox {
	readonly mails: string[] = [];
	port = 0;
	private readonly server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, _session, done) => {
			void text(stream).then((mail) => {
				this.mails.push(mail);
				done();
			});
		},
	});

	async start(): Promise<void> {
		const listener = this.server.listen(0, '127.0.0.1');
		await new Promise((resolve) => listener.once('listening', resolve));
		this.port = (listener.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(resolve));
	}
}

/** Takes every message that is posted to its webhook. */
export class Chat {
	readonly messages: string[] = [];
	/** Its webhook. */
	url = '';
	private readonly server: Server = createServer((request, response) => {
		void text(request).then((body) => {
			this.messages.push((JSON.parse(body) as { text: string }).text);
			response.end('ok');
		});
	});

	async start(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await new Promise((resolve) => this.server.once('listening', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

/** A mail's text as a person reads it. */
export function plainText(mail: string): string {
	return mail
		.replace(/=\r?\n/g, '')
		.replaceAll('=3D', '=')
		.replaceAll('&amp;', '&');
}

/** Says yes to a mail that asks for approval. */
export async function approve(mail: string): Promise<void> {
	await pressButton(mail, 'approved=true');
}

/** Says no to a mail that asks for approval. */
export async function decline(mail: string): Promise<void> {
	await pressButton(mail, 'approved=false');
}

/**
 * Presses a button of a mail, as a browser does. The mail leaves a moment before its execution waits; n8n answers 409
 * until it does, and the button is pressed again.
 */
async function pressButton(mail: string, answer: string): Promise<void> {
	const plain = plainText(mail);
	const link = new RegExp(`href="([^"]*${answer}[^"]*)"`).exec(plain)?.[1];
	assert.ok(link, plain);
	const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
	const press = async () => (await fetch(link, { headers: { 'User-Agent': browser } })).status;
	let status = 0;
	await until('the execution waits for the button', async () => (status = await press()) !== 409);
	assert.equal(status, 200);
}
