import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'
import sp from '@sparticuz/chromium'
const env={...process.env,WIRO_HOME:'/tmp/wh8',WIRO_PORT:'3188'}
const url=JSON.parse(execFileSync('node',['cli/bin.js','operators','web-login','--as','mina','--why','x','--json'],{env}).toString()).url
const b=await chromium.launch({executablePath:await sp.executablePath(),args:[...sp.args,'--disable-background-networking'],headless:true})
const ctx=await b.newContext({viewport:{width:1100,height:900},locale:process.argv[2]??'en-US'})
const p=await ctx.newPage()
p.on('console',m=>console.log('console',m.type(),m.text().slice(0,300)))
p.on('pageerror',e=>console.log('pageerror',e.message.slice(0,300)))
await p.goto(url); await p.screenshot({path:'/tmp/d0.png'})
await p.locator('button.main').click(); await p.waitForURL('**/desk'); await p.screenshot({path:'/tmp/d1.png'})
await p.goto('http://localhost:3188/desk/stats'); await p.screenshot({path:'/tmp/d2.png',fullPage:true})
await p.goto('http://localhost:3188/desk/jobs'); await p.waitForTimeout(3000); await p.screenshot({path:'/tmp/d3.png'})
console.log(await p.title(), p.url())
await p.goto('http://localhost:3188/desk/jobs/queue/letters'); await p.waitForTimeout(2000); await p.screenshot({path:'/tmp/d4.png'})
const r=await p.evaluate(async()=>{const r=await fetch('/desk/jobs/api/queues/letters/pause',{method:'PUT'});return r.status}); console.log('pause',r)
const r2=await p.evaluate(async()=>{const r=await fetch('/desk/jobs/api/queues/letters/resume',{method:'PUT'});return r.status}); console.log('resume',r2)
const [rq]=await Promise.all([p.waitForRequest(r=>r.method()==='PUT'),p.evaluate(()=>fetch('/desk/jobs/api/queues/letters/pause',{method:'PUT'}).then(r=>r.text()))]); console.log(await rq.allHeaders()); await b.close()
