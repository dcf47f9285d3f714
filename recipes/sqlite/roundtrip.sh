#!/bin/bash
set -euxo pipefail

sqlite="$PREFIX/bin/sqlite3"

"$sqlite" --version | grep "^$PKG_VERSION "
test "$("$sqlite" :memory: 'select sqrt(2) > 1.41, printf("%.3f", 1.0/3)')" = "1|0.333"

"$sqlite" try.db <<SQL
create virtual table pages using fts5(title, body);
insert into pages values ('one', 'the quick brown fox'), ('two', 'jumps over the lazy dog');
create table numbers as with recursive n(i) as (select 1 union all select i + 1 from n limit 1000)
  select i from n;
SQL
test "$("$sqlite" try.db "select title from pages where body match 'lazy'")" = two
test "$("$sqlite" try.db 'select sum(i) from numbers')" = 500500
test "$("$sqlite" try.db 'pragma integrity_check')" = ok
