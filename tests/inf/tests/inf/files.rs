//! The file on disk: replaced whole, or as it was.

use crate::acme::{EXAMPLES, FOREIGN, acme_box};
use provider_runtime::registration::{Change, InfError};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

fn file(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mapisvc.inf");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn count(folder: &TempDir) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn a_file_is_merged_into_and_is_as_before_when_the_service_is_removed() {
    let (folder, path) = file(FOREIGN);
    assert_eq!(acme_box().merge_into(&path).unwrap(), Change::Added);
    assert_ne!(fs::read(&path).unwrap(), FOREIGN);
    assert_eq!(acme_box().merge_into(&path).unwrap(), Change::Unchanged);
    assert_eq!(acme_box().remove_from(&path).unwrap(), Change::Removed);
    assert_eq!(fs::read(&path).unwrap(), FOREIGN);
    assert_eq!(acme_box().remove_from(&path).unwrap(), Change::Unchanged);
    assert_eq!(count(&folder), 1);
}

#[test]
fn a_file_that_cannot_be_changed_rightly_is_as_it_was() {
    let utf16: Vec<u8> = format!("\u{FEFF}{EXAMPLES}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let half = EXAMPLES.split_at(EXAMPLES.len() / 2).0;
    for (bytes, why) in [
        (utf16, "MAPI reads ANSI text"),
        (format!("\u{FEFF}{EXAMPLES}").into_bytes(), "MAPI reads ANSI text"),
        (format!("{EXAMPLES}\n[ACMEDIR]\n").into_bytes(), "[ACMEDIR] stands twice"),
        (half.as_bytes().to_vec(), "half written"),
        (b"[Services]\nACME".to_vec(), "half written"),
        (b"[Services]\n\0\0\0\0".to_vec(), "half written"),
        (vec![b'\n'; (4 << 20) + 1], "longer than 4 MB"),
    ] {
        let (folder, path) = file(&bytes);
        for done in [acme_box().merge_into(&path), acme_box().remove_from(&path)] {
            let error = done.unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        assert_eq!((fs::read(&path).unwrap() == bytes, count(&folder)), (true, 1));
    }
}

#[test]
fn a_read_only_file_is_left_alone() {
    let (folder, path) = file(FOREIGN);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions.clone()).unwrap();
    for done in [acme_box().merge_into(&path), acme_box().remove_from(&path)] {
        assert!(matches!(done, Err(InfError::ReadOnly)));
    }
    assert_eq!((fs::read(&path).unwrap(), count(&folder)), (FOREIGN.to_vec(), 1));
    assert_eq!(fs::metadata(&path).unwrap().permissions(), permissions);
}

#[test]
fn a_file_that_is_not_there_is_not_made_and_a_folder_is_no_file() {
    let (folder, path) = file(FOREIGN);
    assert!(matches!(acme_box().merge_into(path.with_extension("ini")), Err(InfError::Io { .. })));
    assert!(matches!(acme_box().merge_into(folder.path()), Err(InfError::NotAFile)));
    assert_eq!(count(&folder), 1);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let (folder, path) = file(FOREIGN);
    fs::set_permissions(&path, PermissionsExt::from_mode(0o664)).unwrap();
    let before = fs::metadata(&path).unwrap().ino();
    let link = folder.path().join("link.inf");
    symlink("mapisvc.inf", &link).unwrap();
    acme_box().merge_into(&link).unwrap();
    assert!(link.is_symlink());
    let after = fs::metadata(&path).unwrap();
    assert_eq!(after.permissions().mode() & 0o7777, 0o664);
    // Another file has the name: the old one was never written to.
    assert_ne!(after.ino(), before);
}
