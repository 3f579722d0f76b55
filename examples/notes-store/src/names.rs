//! The names of properties: a table that only grows, one for all objects of the store.

use crate::fault::{InFile, is_taken};
use crate::notes::Notes;
use provider_runtime::abi::iid::Iid;
use provider_runtime::prelude::*;
use rusqlite::params;

impl NameMap for Notes {
    fn load(&self) -> Result<Vec<(u16, PropName)>> {
        self.read(|all| {
            let mut query = all.prepare_cached("SELECT id, guid, number, text FROM name ORDER BY id").in_file()?;
            let names = query.query_map([], |row| {
                let name = match row.get(2)? {
                    Some(number) => NameInSet::Number(number),
                    None => NameInSet::Text(row.get(3)?),
                };
                Ok((row.get(0)?, PropName { set: Iid(row.get(1)?), name }))
            });
            names.in_file()?.collect::<rusqlite::Result<_>>().in_file()
        })
    }

    fn append(&self, names: &[(u16, PropName)]) -> Result<()> {
        self.change(|all| {
            let insert = "INSERT INTO name (id, guid, number, text) VALUES (?1, ?2, ?3, ?4)";
            let mut insert = all.prepare_cached(insert).in_file()?;
            for (id, PropName { set, name }) in names {
                let (number, text) = match name {
                    NameInSet::Number(number) => (Some(number), None),
                    NameInSet::Text(text) => (None, Some(text)),
                };
                match insert.execute(params![id, set.0, number, text]) {
                    Err(fault) if is_taken(&fault) => {
                        return Err(Error::new(Code::COLLISION, "another process has added a name"));
                    }
                    done => done.in_file()?,
                };
            }
            Ok(())
        })
    }
}
