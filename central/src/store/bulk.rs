//! Adding many rows at once.
//!
//! Many rows go through COPY. Few go as one INSERT: COPY takes two packets after the server's answer, and where
//! a TCP connection waits with the second until the first is acknowledged (Nagle's algorithm, RFC 896, meeting
//! delayed acknowledgements), each COPY costs 40 ms however few rows it has. The client library offers no way to
//! switch that off.

use std::fmt::Write;

use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, FromRow, PgConnection};

use super::{Store, StoreError};

/// From this many rows on COPY is faster, its 40 ms included.
const COPY_FROM: usize = 2_000;

/// A table and those of its columns that rows are made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    name: &'static str,
    /// `name type, name type, …` as in the table's definition.
    columns: &'static str,
}

impl Table {
    pub(crate) const fn new(name: &'static str, columns: &'static str) -> Self {
        Table { name, columns }
    }

    fn columns(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.columns
            .split(',')
            .filter_map(|column| column.trim().split_once(' '))
    }

    /// Its columns' names, with commas between.
    pub(crate) fn names(self) -> String {
        let names: Vec<_> = self.columns().map(|(name, _)| name).collect();
        names.join(", ")
    }

    fn copy_statement(self) -> String {
        format!("copy {} ({}) from stdin", self.name, self.names())
    }

    /// Every parameter is an array of text, one for each column, whose elements are read as the column's type:
    /// the same text that COPY would read.
    fn insert_statement(self) -> String {
        let values: Vec<_> = (self.columns())
            .map(|(name, kind)| format!("r.{name}::{kind}"))
            .collect();
        let arrays: Vec<_> = (1..=values.len()).map(|n| format!("${n}::text[]")).collect();
        let (table, names) = (self.name, self.names());
        format!(
            "insert into {table} ({names}) select {} from unnest({}) with ordinality as r ({names}, row_number)
             order by row_number",
            values.join(", "),
            arrays.join(", "),
        )
    }
}

/// Rows as text: the cells one after the other, and where each ends.
#[derive(Debug, Default)]
pub(crate) struct CopyRows {
    text: String,
    /// Where a cell ends in `text`, and whether it is null.
    cells: Vec<(usize, bool)>,
    rows: usize,
}

impl CopyRows {
    /// A new row; its cells follow in the order of the table's columns.
    pub(crate) fn row(&mut self) -> CopyRow<'_> {
        self.rows += 1;
        CopyRow { rows: self }
    }

    /// Each cell, `None` for null.
    fn cells(&self) -> impl Iterator<Item = Option<&str>> {
        let mut start = 0;
        self.cells.iter().map(move |&(end, null)| {
            let cell = &self.text[start..end];
            start = end;
            (!null).then_some(cell)
        })
    }

    fn width(&self) -> usize {
        self.cells.len() / self.rows.max(1)
    }

    fn columns(&self) -> Vec<Vec<Option<&str>>> {
        let width = self.width();
        let mut columns = vec![Vec::with_capacity(self.rows); width];
        for (n, cell) in self.cells().enumerate() {
            columns[n % width].push(cell);
        }
        columns
    }

    /// In the text format of COPY: tabs between columns, `\N` for null, backslash escapes.
    fn copy_text(&self) -> String {
        let width = self.width();
        let mut text = String::with_capacity(self.text.len() + self.text.len() / 8 + 2 * self.cells.len());
        for (n, cell) in self.cells().enumerate() {
            match cell {
                None => text.push_str("\\N"),
                Some(cell) => push_escaped(&mut text, cell),
            }
            text.push(if (n + 1) % width == 0 { '\n' } else { '\t' });
        }
        text
    }
}

fn push_escaped(text: &mut String, cell: &str) {
    let mut rest = cell;
    while let Some(at) = rest.find(['\\', '\t', '\n', '\r']) {
        text.push_str(&rest[..at]);
        text.push_str(match rest.as_bytes()[at] {
            b'\\' => "\\\\",
            b'\t' => "\\t",
            b'\n' => "\\n",
            _ => "\\r",
        });
        rest = &rest[at + 1..];
    }
    text.push_str(rest);
}

/// One row being written.
pub(crate) struct CopyRow<'a> {
    rows: &'a mut CopyRows,
}

impl CopyRow<'_> {
    fn end_cell(self, null: bool) -> Self {
        let end = self.rows.text.len();
        self.rows.cells.push((end, null));
        self
    }

    pub(crate) fn text(self, value: &str) -> Self {
        if value.contains('\0') {
            // Postgres text cannot hold it, and one such character must not stop everything.
            self.rows.text.push_str(&value.replace('\0', "\u{fffd}"));
        } else {
            self.rows.text.push_str(value);
        }
        self.end_cell(false)
    }

    /// A value that is written as it displays: a number, a UUID, a time.
    pub(crate) fn plain(self, value: impl std::fmt::Display) -> Self {
        let _ = write!(self.rows.text, "{value}");
        self.end_cell(false)
    }

    pub(crate) fn bytes(self, value: &[u8]) -> Self {
        self.rows.text.push_str("\\x");
        data_encoding::HEXLOWER.encode_append(value, &mut self.rows.text);
        self.end_cell(false)
    }

    pub(crate) fn null(self) -> Self {
        self.end_cell(true)
    }
}

impl Store {
    /// Adds rows in their order, within the caller's transaction.
    pub(crate) async fn copy(
        connection: &mut PgConnection,
        table: Table,
        rows: CopyRows,
    ) -> Result<(), StoreError> {
        if rows.rows == 0 {
            return Ok(());
        }
        if rows.rows < COPY_FROM {
            let mut insert = sqlx::query(AssertSqlSafe(table.insert_statement()));
            for column in rows.columns() {
                insert = insert.bind(column);
            }
            insert.execute(connection).await?;
            return Ok(());
        }
        let mut copy = connection.copy_in_raw(&table.copy_statement()).await?;
        copy.send(rows.copy_text().into_bytes()).await?;
        copy.finish().await?;
        Ok(())
    }

    /// Adds rows in their order unless their key is there already, also from an earlier one of them. Returns
    /// `returning`, a column or several, of those that were added.
    pub(crate) async fn add_new<T>(
        connection: &mut PgConnection,
        table: Table,
        rows: CopyRows,
        returning: &'static str,
    ) -> Result<Vec<T>, StoreError>
    where
        T: Send + Unpin + for<'r> FromRow<'r, PgRow>,
    {
        if rows.rows == 0 {
            return Ok(Vec::new());
        }
        let insert = table.insert_statement();
        let statement = format!("{insert} on conflict do nothing returning {returning}");
        let mut insert = sqlx::query_as(AssertSqlSafe(statement));
        for column in rows.columns() {
            insert = insert.bind(column);
        }
        Ok(insert.fetch_all(connection).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: Table = Table::new("sample", "name text, seq bigint, key bytea, parent text");

    fn sample() -> CopyRows {
        let mut rows = CopyRows::default();
        rows.row().text("a\tb\\c\nd").plain(5).bytes(&[0, 255]).null();
        rows.row().text("e\0f").plain(6).bytes(&[]).text("");
        rows
    }

    #[test]
    fn copy_escapes_what_it_would_read() {
        assert_eq!(
            sample().copy_text(),
            "a\\tb\\\\c\\nd\t5\t\\\\x00ff\t\\N\ne\u{fffd}f\t6\t\\\\x\t\n"
        );
        assert_eq!(
            SAMPLE.copy_statement(),
            "copy sample (name, seq, key, parent) from stdin"
        );
    }

    #[test]
    fn an_insert_takes_the_same_cells_by_column() {
        let rows = sample();
        assert_eq!(
            rows.columns(),
            [
                [Some("a\tb\\c\nd"), Some("e\u{fffd}f")],
                [Some("5"), Some("6")],
                [Some("\\x00ff"), Some("\\x")],
                [None, Some("")],
            ]
        );
        let statement = SAMPLE.insert_statement();
        assert!(statement.contains("select r.name::text, r.seq::bigint, r.key::bytea, r.parent::text"));
        assert!(statement.contains("unnest($1::text[], $2::text[], $3::text[], $4::text[])"));
    }
}
