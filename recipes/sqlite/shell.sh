# A database through the command line: extensions, import, dump and restore.
set -euxo pipefail

sql() { sqlite3 -batch -bail "$@"; }

sqlite3 --version | grep "^3\."
test "$(sql :memory: "select json_extract('{\"a\":[1,{\"b\":42}]}', '\$.a[1].b')")" = 42
test "$(sql :memory: "select printf('%.6f', sqrt(2) + sin(1))")" = 2.255685
test "$(sql :memory: "select count(*) from pragma_compile_options
  where compile_options in ('ENABLE_FTS5', 'ENABLE_RTREE', 'ENABLE_GEOPOLY', 'THREADSAFE=1')")" = 4

for number in {1..2000}; do echo "$number,word$((number % 97))"; done > rows.csv
sql data.db "create table rows(id integer primary key, word text)" ".import --csv rows.csv rows"
test "$(sql data.db "select count(*) || ' ' || sum(id) from rows")" = "2000 2001000"
test "$(sql data.db "select count(*) from rows where word = 'word5'")" = 21
sql data.db .dump | sql copy.db
test "$(sql data.db .sha3sum)" = "$(sql copy.db .sha3sum)"

sql copy.db "create virtual table texts using fts5(word)" "insert into texts select word from rows"
test "$(sql copy.db "select count(*) from texts where texts match 'word5'")" = 21
sql -A -cf files.sqlar rows.csv
test "$(sql files.sqlar "select sz from sqlar")" = "$(wc -c < rows.csv)"
test "$(sql copy.db "pragma integrity_check")" = ok
