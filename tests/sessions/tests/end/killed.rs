//! What a fast shutdown has saved is there when the process is killed right after it (FAST-10,
//! ABRUPT-1). The process is this test's own program, run once more.

use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Session};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Where the process that is killed keeps its words; set only there.
const PATH: &str = "SESSIONS_KILLED_PATH";

/// A store that has what it was told in memory, until it is to persist.
#[mapi_provider(kind = "store", name = "Lazy", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be005")]
struct Lazy {
    words: Mutex<String>,
}

impl StoreProvider for Lazy {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self { words: Mutex::default() })
    }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
        Err(Code::NOT_FOUND.into())
    }
    fn set(&self, changes: &[Property]) -> Result<()> {
        for change in changes {
            change.value.as_text().unwrap_or_default().clone_into(&mut self.words.lock().unwrap());
        }
        Ok(())
    }
    fn persist(&self) -> Result<()> {
        let path = PathBuf::from(std::env::var_os(PATH).unwrap_or_default());
        let mut file = std::fs::File::create(path).or_code(Code::DISK_ERROR)?;
        std::io::Write::write_all(&mut file, self.words.lock().unwrap().as_bytes()).or_code(Code::DISK_ERROR)?;
        file.sync_all().or_code(Code::DISK_ERROR)
    }
    fn fast_shutdown(&self) -> FastShutdown {
        FastShutdown::Ready
    }
}

/// The process that is killed: it says that it has shut down, and waits for its end.
#[test]
fn the_process_that_is_killed() {
    if std::env::var_os(PATH).is_none() {
        return; // not asked for
    }
    let session = Session::start_with(provider_runtime::store_entry::<Lazy>(), Options::new().no_mail()).unwrap();
    let store = session.open_store(&OpenStore::new().flags(provider_runtime::abi::flag::MDB_WRITE)).unwrap();
    store.set_props(&[Property::new(tags::COMMENT, "what was said last")]).unwrap();
    let phases =
        [session.fast_shutdown().query(), session.fast_shutdown().notify(), session.fast_shutdown().shut_down()];
    assert_eq!(phases, [Code::OK; 3]);
    println!("\nit has shut down");
    let _ = std::io::stdin().read_line(&mut String::new()); // until it is killed
}

/// T-86, FAST-10
#[test]
fn what_a_fast_shutdown_has_saved_survives_the_kill_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::the_process_that_is_killed", "--nocapture"])
        .env(PATH, &path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let is_down = lines.by_ref().any(|line| line.unwrap().contains("it has shut down"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(is_down, "it ended before");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "what was said last");
}
