//! What the file holds, and how it is opened. How files of earlier versions become one of these is
//! in `migrate.rs`; what is asked of it is in the other modules.

use crate::fault::InFile;
use crate::{Place, migrate};
use provider_runtime::prelude::*;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Why a file is not opened.
pub(crate) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Marks the file as ours ("Note"): nobody else's database is written into.
const APPLICATION: i32 = 0x4E6F_7465;

/// The version of the schema.
pub(crate) const VERSION: i32 = 3;

/// A message is in a folder, or inside an attachment of another one; then `top` is the outermost,
/// so that deleting that one takes all that is inside, at any depth, in one step of SQLite's.
/// `version` counts the changes of the outermost message and all that is inside.
///
/// The properties that tables are sorted by are columns of the message, NULL where it has none;
/// texts are sorted by the `…_key` beside them, in which case does not count. Each has an index
/// that begins with the folder. All other properties are rows of `…_property`: of which object, the
/// id and the type in MAPI's numbers, and the value as `value.rs` says. Large values are read and
/// written there in parts, by their `rowid`.
///
/// A row of `change` is a message of whose change the outbox has not told yet, one of `queue` a
/// message that waits to be sent, one of `message_tag` a property that some message has had.
const SCHEMA: &str = "
    CREATE TABLE store (
        id INTEGER PRIMARY KEY CHECK (id = 1)
    ) STRICT;
    INSERT INTO store (id) VALUES (1);
    CREATE TABLE folder (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        parent INTEGER REFERENCES folder (id),
        version INTEGER NOT NULL DEFAULT 1,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX folder_by_name ON folder (parent, name_key);
    CREATE TABLE message (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        folder INTEGER REFERENCES folder (id),
        associated INTEGER NOT NULL DEFAULT 0 CHECK (associated IN (0, 1)),
        attachment INTEGER REFERENCES attachment (id),
        top INTEGER REFERENCES message (id) ON DELETE CASCADE,
        version INTEGER NOT NULL DEFAULT 1,
        subject TEXT, subject_key TEXT,
        normalized TEXT, normalized_key TEXT,
        sender TEXT, sender_key TEXT,
        class TEXT, class_key TEXT,
        display_to TEXT, display_to_key TEXT,
        display_cc TEXT, display_cc_key TEXT,
        submitted INTEGER,
        delivered INTEGER,
        created INTEGER,
        modified INTEGER,
        size INTEGER,
        flags INTEGER,
        status INTEGER,
        importance INTEGER,
        has_attach INTEGER,
        CHECK ((folder IS NULL) <> (attachment IS NULL)),
        CHECK ((attachment IS NULL) = (top IS NULL))
    ) STRICT;
    CREATE INDEX message_of_folder ON message (folder, associated) WHERE folder IS NOT NULL;
    CREATE INDEX message_of_attachment ON message (attachment) WHERE attachment IS NOT NULL;
    CREATE INDEX message_of_top ON message (top) WHERE top IS NOT NULL;
    CREATE INDEX message_by_subject ON message (folder, associated, subject_key) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_normalized ON message (folder, associated, normalized_key) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_sender ON message (folder, associated, sender_key) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_class ON message (folder, associated, class_key) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_display_to ON message (folder, associated, display_to_key) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_display_cc ON message (folder, associated, display_cc_key) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_submitted ON message (folder, associated, submitted) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_delivered ON message (folder, associated, delivered) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_created ON message (folder, associated, created) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_modified ON message (folder, associated, modified) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_size ON message (folder, associated, size) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_flags ON message (folder, associated, flags) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_status ON message (folder, associated, status) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_importance ON message (folder, associated, importance) WHERE folder IS NOT NULL;
    CREATE INDEX message_by_has_attach ON message (folder, associated, has_attach) WHERE folder IS NOT NULL;
    CREATE TABLE recipient (
        id INTEGER PRIMARY KEY,
        message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        UNIQUE (message, place)
    ) STRICT;
    CREATE TABLE attachment (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        UNIQUE (message, number)
    ) STRICT;
    CREATE TABLE store_property (
        owner INTEGER NOT NULL REFERENCES store (id) ON DELETE CASCADE,
        id INTEGER NOT NULL, type INTEGER NOT NULL, value ANY,
        UNIQUE (owner, id)
    ) STRICT;
    CREATE TABLE folder_property (
        owner INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
        id INTEGER NOT NULL, type INTEGER NOT NULL, value ANY,
        UNIQUE (owner, id)
    ) STRICT;
    CREATE TABLE message_property (
        owner INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
        id INTEGER NOT NULL, type INTEGER NOT NULL, value ANY,
        UNIQUE (owner, id)
    ) STRICT;
    CREATE TABLE recipient_property (
        owner INTEGER NOT NULL REFERENCES recipient (id) ON DELETE CASCADE,
        id INTEGER NOT NULL, type INTEGER NOT NULL, value ANY,
        UNIQUE (owner, id)
    ) STRICT;
    CREATE TABLE attachment_property (
        owner INTEGER NOT NULL REFERENCES attachment (id) ON DELETE CASCADE,
        id INTEGER NOT NULL, type INTEGER NOT NULL, value ANY,
        UNIQUE (owner, id)
    ) STRICT;
    CREATE TABLE message_tag (id INTEGER PRIMARY KEY, type INTEGER NOT NULL) STRICT;
    CREATE TABLE name (
        id INTEGER PRIMARY KEY CHECK (id BETWEEN 0x8000 AND 0xFFFE),
        guid BLOB NOT NULL,
        number INTEGER,
        text TEXT,
        CHECK ((number IS NULL) <> (text IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX name_by_number ON name (guid, number) WHERE number IS NOT NULL;
    CREATE UNIQUE INDEX name_by_text ON name (guid, text) WHERE text IS NOT NULL;
    CREATE TABLE receive_folder (
        class_key TEXT PRIMARY KEY,
        class TEXT NOT NULL,
        folder INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX receive_folder_of ON receive_folder (folder);
    CREATE TABLE special_folder (
        what TEXT PRIMARY KEY,
        folder INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX special_folder_of ON special_folder (folder);
    CREATE TABLE queue (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        message INTEGER NOT NULL UNIQUE REFERENCES message (id) ON DELETE CASCADE
    ) STRICT;
    CREATE TABLE change (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX change_of ON change (message);
";

/// Another process may write for so long before a call gives up with `MAPI_E_BUSY`.
const PATIENCE: Duration = Duration::from_secs(10);

/// As many statements are kept ready.
const STATEMENTS: usize = 128;

/// Opens the database at a place, or makes it, with its tables.
///
/// # Errors
/// `MAPI_E_LOGON_FAILED` if the file is somebody else's, or cannot be opened.
pub(crate) fn connect(place: &Place) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match place {
        Place::File(path) => Connection::open_with_flags(path, flags),
        Place::Memory(_) => Connection::open_in_memory(),
    };
    let connection = connection.or_code(Code::LOGON_FAILED)?;
    // Another session, the spooler's say, may write at the same moment.
    connection.busy_timeout(PATIENCE).or_code(Code::LOGON_FAILED)?;
    prepare(connection).or_code(Code::LOGON_FAILED)
}

/// Makes the tables in an empty file, and brings those of an earlier version up to date, in one
/// transaction; refuses a file that is not ours.
fn prepare(mut connection: Connection) -> Result<Connection, Fault> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "foreign_keys", true)?;
    let all = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let application: i32 = all.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i32 = all.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = all.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version) {
        (APPLICATION, VERSION) => {}
        (APPLICATION, 0) => migrate::from_first(&all)?,
        (APPLICATION, 2) => migrate::from_second(&all)?,
        (APPLICATION, _) => return Err("the notes are of a later version".into()),
        (0, _) if tables == 0 => make(&all)?,
        _ => return Err("the file is a database of somebody else".into()),
    }
    all.pragma_update(None, "application_id", APPLICATION)?;
    all.pragma_update(None, "user_version", VERSION)?;
    all.commit()?;
    // Readers go on while somebody writes. Where the file system cannot do that, or others have the
    // file open in the other way, all that is promised holds also without.
    let _ = connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()));
    // What was written is on the disk when a call returns.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.query_row("PRAGMA journal_size_limit = 16777216", [], |_| Ok(()))?;
    Ok(connection)
}

/// Makes the tables, and the root folder.
pub(crate) fn make(all: &Connection) -> Result<(), Fault> {
    all.execute_batch(SCHEMA)?;
    let root = "INSERT INTO folder (id, name, name_key, created, modified) VALUES (1, 'Notes', 'notes', ?1, ?1)";
    all.execute(root, [now()])?;
    Ok(())
}

/// The time as MAPI has it: units of 100 nanoseconds since 1601.
pub(crate) fn now() -> i64 {
    const UNITS_BEFORE_1970: u128 = 116_444_736_000_000_000;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() / 100);
    i64::try_from(since + UNITS_BEFORE_1970).unwrap_or(i64::MAX)
}

/// The version of an object's row; `None` if it is gone.
///
/// # Errors
/// What reading the file comes to.
pub(crate) fn version_of(all: &Connection, table: &str, id: i64) -> Result<Option<i64>> {
    use rusqlite::OptionalExtension as _;
    let text = format!("SELECT version FROM {table} WHERE id = ?1");
    let mut query = all.prepare_cached(&text).in_file()?;
    query.query_row([id], |row| row.get(0)).optional().in_file()
}
