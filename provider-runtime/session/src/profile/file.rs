//! A profile's two files: read whole, and replaced both or not at all. What stands in them is in
//! `text.rs` and `secure.rs`.

use super::error::{LONGEST, ProfileError, shown};
use super::{Profile, fresh_uid, secure, text};
use provider_abi::hex::hex;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

impl Profile {
    /// The profile in the file at `path`, with the secure properties of the file beside it, if
    /// there is one (CFG-5).
    ///
    /// # Errors
    /// Whatever is not understood, with where it stands; [`ProfileError::Exposed`] if others can
    /// read or write the secure properties. A secure property of a section that the profile does
    /// not have is an error too.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ProfileError> {
        let files = Files::at(path.as_ref())?;
        let plain = contents(&files.main, false)?;
        let mut profile = text::read(&plain, &shown(&files.main))?;
        match contents(&files.secure, true) {
            Ok(secret) => secure::read(&mut profile, &secret, &shown(&files.secure))?,
            Err(ProfileError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(profile)
    }

    /// Writes the profile to `path`, and its secure properties beside it; without any, that file is
    /// removed. A reader sees each file as it was or as it is to be; both are on the disk before
    /// this returns. Comments in an old file go.
    ///
    /// # Errors
    /// As [`to_text`](Self::to_text), and what the file system refuses. After an error, both files
    /// are as they were. (A machine that fails in between may leave the secure properties newer
    /// than the rest.)
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), ProfileError> {
        let files = Files::at(path.as_ref())?;
        let plain = text::written(self, &shown(&files.main))?;
        let secret = secure::written(self, &shown(&files.main))?;
        for path in [&files.main, &files.secure] {
            if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
                return Err(ProfileError::NotAFile { file: shown(path) });
            }
        }
        let main = Change::prepare(&files, &files.main, Some(&plain))?;
        let secure = Change::prepare(&files, &files.secure, secret.as_deref())?;
        // The secure file is there as long as a main file may need it.
        let order = if secure.new.is_some() { [secure, main] } else { [main, secure] };
        replace(order, &files.folder)
    }
}

/// Where the files of a profile are.
struct Files {
    main: PathBuf,
    secure: PathBuf,
    folder: PathBuf,
}

impl Files {
    /// A link is followed, so that it stays one.
    fn at(path: &Path) -> Result<Self, ProfileError> {
        let is_link = path.is_symlink();
        let main = if is_link { fs::canonicalize(path).unwrap_or_else(|_| path.into()) } else { path.into() };
        let (Some(name), Some(folder)) = (main.file_name(), main.parent()) else {
            return Err(ProfileError::NotAFile { file: shown(path) });
        };
        let mut secure: OsString = name.into();
        secure.push(".secure");
        let secure = main.with_file_name(secure);
        let folder = if folder.as_os_str().is_empty() { Path::new(".").into() } else { folder.into() };
        Ok(Self { main, secure, folder })
    }
}

/// What stands in a file. Looks first: opening a pipe would wait.
fn contents(path: &Path, is_secret: bool) -> Result<String, ProfileError> {
    let io = |error| ProfileError::io(path, "read")(error);
    if !fs::metadata(path).map_err(io)?.is_file() {
        return Err(ProfileError::NotAFile { file: shown(path) });
    }
    let file = File::open(path).map_err(io)?;
    let mode = mode(&file.metadata().map_err(io)?.permissions());
    if let Some(mode) = mode.filter(|mode| is_secret && mode & 0o077 != 0) {
        return Err(ProfileError::Exposed { file: shown(path), mode });
    }
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > LONGEST {
        return Err(ProfileError::TooLong { file: shown(path) });
    }
    String::from_utf8(bytes)
        .map_err(|error| ProfileError::NotUtf8 { file: shown(path), at: error.utf8_error().valid_up_to() })
}

/// A file that goes with its value, unless it was given another name before.
struct Temporary(PathBuf);

impl Temporary {
    fn path(folder: &Path) -> PathBuf {
        folder.join(format!(".profile-{}.tmp", hex(&fresh_uid())))
    }

    /// A new file that is on the disk when this returns; it never has more rights than
    /// `permissions`.
    fn written(folder: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<Self> {
        let path = Self::path(folder);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        restrict(&mut options, permissions.as_ref());
        let mut file = options.open(&path)?;
        let made = Self(path);
        if let Some(permissions) = permissions {
            // what the process keeps from new files may be too little
            file.set_permissions(permissions)?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(made)
    }

    /// The file at `path` under one more name; where a file system has no such thing, its copy.
    /// `None` without a file.
    fn kept(folder: &Path, path: &Path) -> io::Result<Option<Self>> {
        if !fs::exists(path)? {
            return Ok(None);
        }
        let made = Self(Self::path(folder));
        fs::hard_link(path, &made.0).or_else(|_| fs::copy(path, &made.0).map(drop))?;
        Ok(Some(made))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0); // one that was renamed is not there
    }
}

/// One file that is replaced, or removed, and can be put back.
struct Change<'a> {
    path: &'a Path,
    new: Option<Temporary>,
    old: Option<Temporary>,
}

impl<'a> Change<'a> {
    fn prepare(files: &Files, path: &'a Path, text: Option<&str>) -> Result<Self, ProfileError> {
        let permissions = if path == files.secure {
            private()
        } else {
            fs::metadata(path).ok().map(|found| found.permissions()).filter(|found| mode(found).is_some())
        };
        let folder = &files.folder;
        let new = text.map(|text| Temporary::written(folder, text, permissions)).transpose();
        let new = new.map_err(ProfileError::io(path, "written"))?;
        let old = Temporary::kept(folder, path).map_err(ProfileError::io(path, "kept for the case of an error"))?;
        Ok(Self { path, new, old })
    }

    fn apply(&self) -> Result<(), ProfileError> {
        match &self.new {
            Some(new) => fs::rename(&new.0, self.path).map_err(ProfileError::io(self.path, "replaced")),
            None => removed(self.path),
        }
    }

    fn undo(&mut self) -> Result<(), ProfileError> {
        let Some(old) = self.old.take() else { return removed(self.path) };
        fs::rename(&old.0, self.path).map_err(|error| {
            let doing = format!("put back, and is kept as {}", old.0.display());
            std::mem::forget(old); // the last that is left of it
            ProfileError::io(self.path, doing)(error)
        })
    }
}

/// Both changes, in this order, or none.
fn replace(mut order: [Change<'_>; 2], folder: &Path) -> Result<(), ProfileError> {
    let mut applied = 0;
    let outcome = order.iter().try_for_each(|change| {
        change.apply()?;
        applied += 1;
        sync(folder).map_err(ProfileError::io(folder, "brought to the disk"))
    });
    let Err(error) = outcome else { return Ok(()) };
    order.iter_mut().take(applied).rev().try_for_each(Change::undo)?;
    Err(error)
}

fn removed(path: &Path) -> Result<(), ProfileError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(ProfileError::io(path, "removed")(error)),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn private() -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o600))
}

#[cfg(unix)]
fn mode(permissions: &Permissions) -> Option<u32> {
    Some(std::os::unix::fs::PermissionsExt::mode(permissions) & 0o7777)
}

#[cfg(unix)]
fn restrict(options: &mut OpenOptions, permissions: Option<&Permissions>) {
    if let Some(mode) = permissions.and_then(mode) {
        std::os::unix::fs::OpenOptionsExt::mode(options, mode);
    }
}

/// A new name is on the disk with its folder.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The folder's rights are the file's.
#[cfg(not(unix))]
fn private() -> Option<Permissions> {
    None
}

#[cfg(not(unix))]
fn mode(_: &Permissions) -> Option<u32> {
    None
}

#[cfg(not(unix))]
fn restrict(_: &mut OpenOptions, _: Option<&Permissions>) {}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;

    /// Two files of a profile, `old` in each, and `new` ready to be put there.
    fn prepared(files: &Files) -> [Change<'_>; 2] {
        [&files.secure, &files.main].map(|path| {
            fs::write(path, "old").unwrap();
            Change::prepare(files, path, Some("new")).unwrap()
        })
    }

    fn read(files: &Files) -> [String; 2] {
        [&files.secure, &files.main].map(|path| fs::read_to_string(path).unwrap())
    }

    fn count(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn both_files_are_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(&folder.path().join("profile")).unwrap();
        replace(prepared(&files), &files.folder).unwrap();
        assert_eq!((read(&files), count(folder.path())), (["new".into(), "new".into()], 2));
    }

    #[test]
    fn a_second_file_that_cannot_be_replaced_puts_the_first_one_back() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(&folder.path().join("profile")).unwrap();
        let order = prepared(&files);
        fs::remove_file(&order[1].new.as_ref().unwrap().0).unwrap();
        let error = replace(order, &files.folder).unwrap_err();
        assert!(error.to_string().contains("profile: cannot be replaced: "), "{error}");
        assert_eq!((read(&files), count(folder.path())), (["old".into(), "old".into()], 2));
    }

    #[test]
    fn a_first_file_that_was_not_there_goes_again() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(&folder.path().join("profile")).unwrap();
        let order = [&files.secure, &files.main].map(|path| Change::prepare(&files, path, Some("new")).unwrap());
        fs::remove_file(&order[1].new.as_ref().unwrap().0).unwrap();
        replace(order, &files.folder).unwrap_err();
        assert_eq!(count(folder.path()), 0);
    }

    #[test]
    fn an_old_file_that_cannot_be_put_back_is_kept_under_the_name_that_the_error_says() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(&folder.path().join("profile")).unwrap();
        let [mut secure, _main] = prepared(&files);
        fs::remove_file(&files.secure).unwrap();
        fs::create_dir(&files.secure).unwrap();
        let kept = secure.old.as_ref().unwrap().0.clone();
        let error = secure.undo().unwrap_err().to_string();
        drop(secure);
        assert!(error.contains(&format!("cannot be put back, and is kept as {}: ", kept.display())), "{error}");
        assert_eq!(fs::read_to_string(kept).unwrap(), "old");
    }
}
