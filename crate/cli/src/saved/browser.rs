//! A browser without a window, and what is said to it over the Chrome DevTools Protocol
//! (https://chromedevtools.github.io/devtools-protocol/).

use std::io::ErrorKind;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// Where browsers lie; the first that is there is taken.
const KNOWN: [&str; 12] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "/usr/lib/chromium/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

const START: Duration = Duration::from_secs(40);
const ANSWER: Duration = Duration::from_secs(20);
/// How long one look at the line takes at the most.
const LOOK: Duration = Duration::from_millis(50);

/// A message of the protocol that is no answer.
pub(super) struct Said {
    pub(super) method: String,
    pub(super) session: String,
    pub(super) params: Value,
}

pub(super) struct Browser {
    child: Child,
    line: WebSocket<TcpStream>,
    count: u64,
    /// Said while an answer was waited for.
    heard: Vec<Said>,
    // Erased last, when the browser is gone.
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts the browser that is named, else one that is there.
    pub(super) fn start(named: Option<&Path>) -> Result<Self, String> {
        let program = find(named)?;
        let profile = tempfile::tempdir().map_err(|error| format!("a folder for the browser's profile: {error}"))?;
        let mut command = Command::new(&program);
        command
            .args(["--headless=new", "--remote-debugging-port=0", "--window-size=1366,768", "--lang=en-GB"])
            .args(["--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-extensions"])
            .args(["--disable-sync", "--disable-component-update", "--disable-background-networking"])
            .args(["--password-store=basic", "--use-mock-keychain", "--disable-dev-shm-usage"])
            // Nothing is asked of the network, whatever is in the page.
            .arg("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
            .arg(format!("--user-data-dir={}", profile.path().display()));
        if is_root() {
            // Chromium's sandbox refuses root. No script of the page runs here.
            command.arg("--no-sandbox");
        }
        let mut child = command
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("a browser that starts: {}: {error}", program.display()))?;
        match connect(&mut child, profile.path()) {
            Ok(line) => Ok(Self { child, line, count: 0, heard: Vec::new(), _profile: profile }),
            Err(why) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(format!("a browser that starts: {}: {why}", program.display()))
            }
        }
    }

    /// A tab of its own; its session.
    pub(super) fn tab(&mut self) -> Result<String, String> {
        let made = self.call("", "Target.createTarget", json!({ "url": "about:blank" }))?;
        let attached = json!({ "targetId": made["targetId"], "flatten": true });
        let session = self.call("", "Target.attachToTarget", attached)?;
        Ok(session["sessionId"].as_str().unwrap_or_default().to_owned())
    }

    /// Asks, and waits for the answer.
    pub(super) fn call(&mut self, session: &str, method: &str, params: Value) -> Result<Value, String> {
        let id = self.send(session, method, params)?;
        let end = Instant::now() + ANSWER;
        while Instant::now() < end {
            let Some(message) = self.read()? else { continue };
            if message["id"].as_u64() != Some(id) {
                self.keep(message);
                continue;
            }
            if let Some(why) = message["error"]["message"].as_str() {
                return Err(format!("{method}: {why}"));
            }
            return Ok(message["result"].clone());
        }
        Err(format!("{method}: no answer within {} s", ANSWER.as_secs()))
    }

    /// Says something whose answer nobody waits for.
    pub(super) fn send(&mut self, session: &str, method: &str, params: Value) -> Result<u64, String> {
        self.count += 1;
        let mut message = json!({ "id": self.count, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        self.line.send(Message::text(message.to_string())).map_err(|error| format!("the browser hung up: {error}"))?;
        Ok(self.count)
    }

    /// What was said next; `None` where nothing was for a moment.
    pub(super) fn next(&mut self) -> Result<Option<Said>, String> {
        if self.heard.is_empty()
            && let Some(message) = self.read()?
        {
            self.keep(message);
        }
        Ok((!self.heard.is_empty()).then(|| self.heard.remove(0)))
    }

    fn keep(&mut self, mut message: Value) {
        if let Some(method) = message["method"].as_str().map(str::to_owned) {
            let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
            self.heard.push(Said { method, session, params: message["params"].take() });
        }
    }

    fn read(&mut self) -> Result<Option<Value>, String> {
        match self.line.read() {
            Ok(Message::Text(text)) => Ok(serde_json::from_str(&text).ok()),
            Ok(_) => Ok(None),
            Err(tungstenite::Error::Io(error))
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
            {
                Ok(None)
            }
            Err(error) => Err(format!("the browser hung up: {error}")),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It writes its profile when it is asked to go; killed, it may leave children behind for a while.
        let _ = self.send("", "Browser.close", json!({}));
        let end = Instant::now() + Duration::from_secs(5);
        while Instant::now() < end {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(LOOK);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn find(named: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(named) = named {
        return on_path(&named.to_string_lossy()).ok_or_else(|| format!("a browser; there is no {}", named.display()));
    }
    KNOWN
        .iter()
        .find_map(|name| on_path(name))
        .ok_or_else(|| "Chrome, Chromium or Edge, where it is usually found; name yours with --browser".to_owned())
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(name);
    if path.components().count() > 1 {
        return path.is_file().then_some(path);
    }
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

#[cfg(target_os = "linux")]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(target_os = "linux"))]
fn is_root() -> bool {
    false
}

fn connect(child: &mut Child, profile: &Path) -> Result<WebSocket<TcpStream>, String> {
    let end = Instant::now() + START;
    // The browser writes its port and the path of its line there.
    let file = profile.join("DevToolsActivePort");
    while Instant::now() < end {
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!("it ended at once ({status})"));
        }
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let Some((port, path)) = text.trim().split_once('\n') else {
            std::thread::sleep(LOOK);
            continue;
        };
        let stream = TcpStream::connect(format!("127.0.0.1:{port}")).map_err(|error| error.to_string())?;
        let (line, _) = tungstenite::client(format!("ws://127.0.0.1:{port}{path}"), stream)
            .map_err(|error| format!("it does not answer: {error}"))?;
        line.get_ref().set_read_timeout(Some(LOOK)).map_err(|error| error.to_string())?;
        return Ok(line);
    }
    Err(format!("it said nothing within {} s", START.as_secs()))
}
