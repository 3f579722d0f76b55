//! Profiles in files: what is loaded is what was saved, secrets stand apart, and a save is whole or
//! nothing. What texts mean, and how errors read, is in `texts.rs`.

use proptest::collection::vec;
use proptest::num::{f32, f64};
use proptest::prelude::*;
use provider_runtime::abi::flag::*;
use provider_runtime::session::{Profile, ProfileError, ProviderEntry, Service};
use provider_runtime::{Code, PropTag, PropValue, Tag, tags};
use std::fs;
use std::path::{Path, PathBuf};

const PATH: Tag<str> = Tag::new(0x6601);
const PASSWORD: Tag<str> = Tag::new(0x67F1);

struct Place {
    folder: tempfile::TempDir,
    path: PathBuf,
    secure: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("work.toml");
        let secure = folder.path().join("work.toml.secure");
        Self { folder, path, secure }
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn with_secret(secret: &str) -> Profile {
    let home = ProviderEntry::store("Home").with(PASSWORD, secret).with(PATH, "/home/me/notes.db");
    let service = Service::named("NOTES", "notes.dll").with(PASSWORD, "of all").provider(home);
    Profile::empty("work").service(service).service(Service::named("OTHER", "other.dll"))
}

#[test]
fn the_builder_keeps_the_order_and_gives_each_provider_a_dll() {
    let own = ProviderEntry::transport("Mail").with(tags::PROVIDER_DLL_NAME, "mail.dll");
    let notes = Service::named("NOTES", "notes.dll").provider(ProviderEntry::store("Home")).provider(own);
    let people = Service::named("PEOPLE", "people.dll").provider(ProviderEntry::address_book("People"));
    let profile = Profile::empty("work").service(notes).service(people).with(PATH, "here");
    let dlls: Vec<_> = profile.providers().map(|entry| (entry.dll().unwrap(), entry.kind().unwrap())).collect();
    let kinds = [MAPI_STORE_PROVIDER, MAPI_TRANSPORT_PROVIDER, MAPI_AB_PROVIDER];
    assert_eq!(dlls, ["notes.dll", "mail.dll", "people.dll"].into_iter().zip(kinds).collect::<Vec<_>>());
    let paths: Vec<_> = profile.providers().map(|entry| entry.get(PATH).is_some()).collect();
    assert_eq!(paths, [false, false, true]);
    let paths = profile.map_providers(|entry| entry.with(PATH, "there"));
    assert!(paths.providers().all(|entry| entry.get(PATH) == Some(&"there".into())));
}

#[test]
fn a_profile_by_name_has_a_provider_and_an_empty_one_gets_it_with_its_first_property() {
    for profile in [Profile::named("work").with(PATH, "here"), Profile::empty("work").with(PATH, "here")] {
        let entry = profile.providers().next().unwrap();
        assert_eq!((entry.dll(), entry.kind()), (Some("provider.dll"), Some(MAPI_STORE_PROVIDER)));
        assert_eq!(profile.services()[0].entry_name(), Some("ServiceEntry"));
        let bare = profile.without_section();
        let entry = bare.providers().next().unwrap();
        assert_eq!((entry.section(), entry.get(PATH), entry.dll()), (None, None, Some("provider.dll")));
    }
    assert_eq!(Profile::empty("work").providers().count(), 0);
}

/// SVC-1: the tag exists in 8 bits only.
#[test]
fn text_under_an_8_bit_tag_keeps_it() {
    let place = Place::new();
    Profile::named("work").save(&place.path).unwrap();
    let profile = Profile::load(&place.path).unwrap();
    let section = profile.services()[0].section();
    assert!(section.iter().any(|property| property.tag == PropTag(0x3D0B_001E)));
}

/// T-96, CFG-5
#[test]
fn secure_properties_stand_in_a_file_of_their_own_and_in_no_dump() {
    let place = Place::new();
    let profile = with_secret("hunter2");
    profile.save(&place.path).unwrap();
    assert_eq!(place.names(), ["work.toml", "work.toml.secure"]);
    let plain = fs::read_to_string(&place.path).unwrap();
    let secret = fs::read_to_string(&place.secure).unwrap();
    assert!(!plain.contains("hunter2") && !plain.contains("67F1") && plain.contains("/home/me/notes.db"));
    assert!(secret.contains("hunter2") && !secret.contains("/home/me/notes.db"));
    assert_eq!(Profile::load(&place.path).unwrap(), profile);
    for dump in [format!("{profile:?}"), format!("{profile:#?}"), profile.to_text().unwrap()] {
        assert!(!dump.contains("hunter2") && dump.contains("/home/me/notes.db"), "{dump}");
    }
    assert!(format!("{profile:?}").contains("0x67F1001F: secure"));
}

#[test]
fn without_a_secure_property_the_file_of_them_goes() {
    let place = Place::new();
    with_secret("hunter2").save(&place.path).unwrap();
    Profile::named("work").save(&place.path).unwrap();
    assert_eq!(place.names(), ["work.toml"]);
}

#[test]
fn a_file_of_secure_properties_that_does_not_fit_is_refused_and_no_secret_told() {
    let place = Place::new();
    let profile = with_secret("hunter2");
    profile.save(&place.path).unwrap();
    let secret = fs::read_to_string(&place.secure).unwrap();
    let uid = secret.lines().find_map(|line| line.strip_prefix("service = ")).unwrap();
    let provider = secret.lines().find(|line| line.starts_with("provider = ")).unwrap();
    let cases = [
        (secret.replace(provider, ""), "section 2: another section has the same owner"),
        (secret.replace(uid, "\"hunter2\""), "section 1: service: needs 32 hex digits"),
        (secret.replace(provider, "provider = \"hunter2\""), "section 2: provider: needs 32 hex digits"),
        (
            secret.replace("67F1001F", "6601001F"),
            "section 1: 6601001F: not a secure property: the ids of those are 67F0 to 67FF",
        ),
        (secret.replace("67F1001F", "67F10003"), "section 1: 67F10003: needs a whole number"),
        (secret.replace(uid, "\"00000000000000000000000000000000\""), {
            "section 1: the profile has no section with these UIDs: put it there, or this away"
        }),
        (format!("hunter2 = 1\n{secret}"), "line 1, column 1: not as a file of secure properties has to be"),
        ("section = \"hunter2\"".into(), "line 1, column 11: not as a file of secure properties has to be"),
        (secret.replace("of all\"", "of all"), "line 5, column 19: not as a file of secure properties has to be"),
    ];
    for (text, error) in cases {
        fs::write(&place.secure, text).unwrap();
        let refused = Profile::load(&place.path).unwrap_err();
        assert_eq!(refused.to_string(), format!("{}: {error}", place.secure.display()));
        assert!(!format!("{refused:?}").contains("hunter2"));
    }
}

#[test]
fn what_is_no_text_file_is_refused() {
    let place = Place::new();
    let shown = place.path.display();
    let refused = || Profile::load(&place.path).unwrap_err();
    assert!(matches!(refused(), ProfileError::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound));
    fs::write(&place.path, b"name = \"B\xfcro\"").unwrap();
    assert_eq!(refused().to_string(), format!("{shown}: not UTF-8 at byte 9"));
    fs::File::create(&place.path).unwrap().set_len((16 << 20) + 1).unwrap();
    assert_eq!(refused().to_string(), format!("{shown}: longer than 16 MB, the most that a profile may be"));
    fs::remove_file(&place.path).unwrap();
    fs::create_dir(&place.path).unwrap();
    assert_eq!(refused().to_string(), format!("{shown}: is not a file"));
    assert_eq!(Profile::named("a").save("/").unwrap_err().to_string(), "/: is not a file");
    assert_eq!(Profile::named("a").save(&place.path).unwrap_err().to_string(), format!("{shown}: is not a file"));
    assert_eq!(place.names(), ["work.toml"]);
}

#[test]
fn a_save_that_fails_leaves_what_was_there() {
    let place = Place::new();
    let old = Profile::named("old");
    old.save(&place.path).unwrap();
    let text = fs::read(&place.path).unwrap();
    let twice = Profile::empty("new").service(old.services()[0].clone()).service(old.services()[0].clone());
    let refused = twice.save(&place.path).unwrap_err().to_string();
    assert_eq!(refused, format!("{}: service 2: PR_SERVICE_UID: that of another one", place.path.display()));
    let long = Profile::named("new").with(PATH, "x".repeat(16 << 20));
    assert!(matches!(long.save(&place.path), Err(ProfileError::TooLong { .. })));
    fs::create_dir(&place.secure).unwrap();
    let refused = with_secret("hunter2").save(&place.path).unwrap_err().to_string();
    assert_eq!(refused, format!("{}: is not a file", place.secure.display()));
    assert_eq!(fs::read(&place.path).unwrap(), text);
    assert_eq!(place.names(), ["work.toml", "work.toml.secure"]);
}

#[cfg(unix)]
mod rights {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// CFG-5
    #[test]
    fn only_its_owner_reads_secure_properties() {
        let place = Place::new();
        let profile = with_secret("hunter2");
        profile.save(&place.path).unwrap();
        assert_eq!(mode(&place.secure), 0o600);
        for wrong in [0o640, 0o602, 0o604, 0o777] {
            set_mode(&place.secure, wrong);
            let refused = Profile::load(&place.path).unwrap_err().to_string();
            let text =
                format!("others have access to its secure properties: its mode is {wrong:04o}, and has to be 0600");
            assert_eq!(refused, format!("{}: {text}", place.secure.display()));
        }
        profile.save(&place.path).unwrap();
        assert_eq!((mode(&place.secure), Profile::load(&place.path).unwrap()), (0o600, profile));
    }

    #[test]
    fn the_profile_keeps_its_mode_and_its_link() {
        let place = Place::new();
        let link = place.folder.path().join("link.toml");
        Profile::named("work").save(&place.path).unwrap();
        set_mode(&place.path, 0o640);
        symlink(&place.path, &link).unwrap();
        let profile = with_secret("hunter2");
        profile.save(&link).unwrap();
        assert!(link.is_symlink());
        assert_eq!(mode(&place.path), 0o640);
        assert_eq!(place.names(), ["link.toml", "work.toml", "work.toml.secure"]);
        assert_eq!(Profile::load(&link).unwrap(), profile);
    }
}

fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..12).prop_map(|chars| chars.into_iter().collect())
}

/// Numbers that are equal to themselves; a NaN has a test of its own.
fn single() -> impl Strategy<Value = f32> {
    f32::POSITIVE | f32::NEGATIVE | f32::NORMAL | f32::SUBNORMAL | f32::ZERO | f32::INFINITE
}

fn double() -> impl Strategy<Value = f64> {
    f64::POSITIVE | f64::NEGATIVE | f64::NORMAL | f64::SUBNORMAL | f64::ZERO | f64::INFINITE
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..20)
}

fn one_value() -> impl Strategy<Value = PropValue> {
    prop_oneof![
        Just(PropValue::Null),
        Just(PropValue::Object),
        any::<i16>().prop_map(PropValue::I16),
        any::<i32>().prop_map(PropValue::I32),
        any::<i32>().prop_map(|code| PropValue::Error(Code(code))),
        single().prop_map(PropValue::F32),
        double().prop_map(PropValue::F64),
        double().prop_map(PropValue::AppTime),
        any::<i64>().prop_map(PropValue::Currency),
        any::<i64>().prop_map(PropValue::I64),
        any::<bool>().prop_map(PropValue::Bool),
        any::<u64>().prop_map(PropValue::Time),
        any::<[u8; 16]>().prop_map(PropValue::Guid),
        text().prop_map(PropValue::Text),
        bytes().prop_map(PropValue::Binary),
    ]
}

fn value() -> impl Strategy<Value = PropValue> {
    let many = prop_oneof![
        vec(any::<i16>(), 0..4).prop_map(PropValue::I16s),
        vec(any::<i32>(), 0..4).prop_map(PropValue::I32s),
        vec(single(), 0..4).prop_map(PropValue::F32s),
        vec(double(), 0..4).prop_map(PropValue::F64s),
        vec(double(), 0..4).prop_map(PropValue::AppTimes),
        vec(any::<i64>(), 0..4).prop_map(PropValue::Currencies),
        vec(any::<i64>(), 0..4).prop_map(PropValue::I64s),
        vec(any::<u64>(), 0..4).prop_map(PropValue::Times),
        vec(any::<[u8; 16]>(), 0..4).prop_map(PropValue::Guids),
        vec(text(), 0..4).prop_map(PropValue::Texts),
        vec(bytes(), 0..4).prop_map(PropValue::Binaries),
    ];
    prop_oneof![one_value(), many]
}

/// Private and secure properties, and those of the named range; half of the texts in 8 bits.
fn properties() -> impl Strategy<Value = Vec<(PropTag, PropValue)>> {
    let id = prop_oneof![0x6600_u16..=0x67FF, 0x67F0_u16..=0x67FF, 0x8000_u16..=0xFFFF];
    let property = (id, any::<bool>(), value()).prop_map(|(id, is_narrow, value)| {
        let kind = if is_narrow { PT_STRING8 | value.kind() & 0x1000 } else { PT_UNICODE };
        (PropTag::new(id, kind), value)
    });
    vec(property, 0..6)
}

fn entry() -> impl Strategy<Value = ProviderEntry> {
    let made = prop_oneof![
        text().prop_map(|display| ProviderEntry::store(&display)),
        text().prop_map(|display| ProviderEntry::address_book(&display)),
        text().prop_map(|display| ProviderEntry::transport(&display).with(tags::PROVIDER_DLL_NAME, "own.dll")),
        text().prop_map(|display| ProviderEntry::store(&display).with(tags::RESOURCE_TYPE, 99)),
    ];
    (made, properties(), 0..8).prop_map(|(entry, properties, chance)| {
        let entry = properties.into_iter().fold(entry, |entry, (tag, value)| entry.with(tag, value));
        if chance == 0 { entry.without_section() } else { entry }
    })
}

fn profile() -> impl Strategy<Value = Profile> {
    let service = (".+", properties(), vec(entry(), 0..4)).prop_map(|(name, properties, entries)| {
        let service = Service::named(&name, "service.dll");
        let service = properties.into_iter().fold(service, |service, (tag, value)| service.with(tag, value));
        entries.into_iter().fold(service, Service::provider)
    });
    let services = vec(service, 0..4);
    (text(), services).prop_map(|(name, services)| services.into_iter().fold(Profile::empty(&name), Profile::service))
}

/// One byte of a file changed, or its end cut off; with the rights that it had.
fn damage(path: &Path, at: prop::sample::Index, bits: Option<u8>) {
    let mut bytes = fs::read(path).unwrap();
    match bits {
        Some(bits) => *at.get_mut(&mut bytes) ^= bits,
        None => bytes.truncate(at.index(bytes.len())),
    }
    fs::write(path, bytes).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn what_is_loaded_is_what_was_saved(profile in profile()) {
        let place = Place::new();
        profile.save(&place.path).unwrap();
        prop_assert_eq!(Profile::load(&place.path).unwrap(), profile);
    }

    #[test]
    fn a_nan_keeps_its_bits(bits in any::<u64>()) {
        let large = bits | 0x7ff << 52 | 1;
        let small = bits as u32 | 0xff << 23 | 1;
        let profile = Profile::named("work").with(PATH.tag(), f64::from_bits(large)).with(PropTag(0x6602_0004), f32::from_bits(small));
        let read: Profile = profile.to_text().unwrap().parse().unwrap();
        let entry = read.providers().next().unwrap();
        prop_assert!(matches!(entry.get(PATH), Some(PropValue::F64(number)) if number.to_bits() == large));
        let single = entry.get(PropTag(0x6602_0004));
        prop_assert!(matches!(single, Some(PropValue::F32(number)) if number.to_bits() == small));
    }

    /// What is still a profile is one in full: it is saved and loaded as it is.
    #[test]
    fn a_damaged_file_is_refused_or_another_profile(
        profile in profile(), at: prop::sample::Index, bits in proptest::option::of(1_u8..), in_secure: bool,
    ) {
        let place = Place::new();
        profile.save(&place.path).unwrap();
        damage(if in_secure && place.secure.exists() { &place.secure } else { &place.path }, at, bits);
        if let Ok(read) = Profile::load(&place.path) {
            read.save(&place.path).unwrap();
            prop_assert_eq!(Profile::load(&place.path).unwrap(), read);
        }
    }
}
