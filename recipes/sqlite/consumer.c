#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static int expect(sqlite3 *db, const char *sql, const char *wanted)
{
	sqlite3_stmt *statement = NULL;
	const char *got = NULL;
	int differs = 1;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW) {
		got = (const char *)sqlite3_column_text(statement, 0);
		differs = !got || strcmp(got, wanted);
	}
	if (differs)
		printf("%s: %s instead of %s\n", sql, got ? got : sqlite3_errmsg(db), wanted);
	sqlite3_finalize(statement);
	return differs;
}

int main(void)
{
	sqlite3 *db;
	int failures = 0;

	if (sqlite3_open("test.db", &db) != SQLITE_OK)
		return 1;
	failures += expect(db, "pragma journal_mode=wal", "wal");
	if (sqlite3_exec(db,
			 "create table t(n integer, x real);"
			 "with recursive c(n) as (select 1 union all select n + 1 from c limit 1000)"
			 "insert into t select n, n * 0.1 from c;"
			 "create virtual table boxes using rtree(id, x0, x1);"
			 "insert into boxes values (1, -1.5, 2.5), (2, 10, 20);"
			 "create virtual table texts using fts5(body);"
			 "insert into texts values ('to be or not to be');",
			 NULL, NULL, NULL) != SQLITE_OK) {
		printf("%s\n", sqlite3_errmsg(db));
		return 2;
	}
	failures += expect(db, "select printf('%.3f', sum(x)) from t", "50050.000");
	failures += expect(db, "select 1e300 * 10 || ''", "1.0e+301");
	failures += expect(db, "select cast('3.141592653589793238' as real)", "3.14159265358979");
	failures += expect(db, "select group_concat(id) from boxes where x1 > 15", "2");
	failures += expect(db, "select count(*) from texts where texts match 'NEAR(or not)'", "1");
	failures += expect(db, "select sum(n) over (order by n) from t limit 1 offset 9", "55");
	failures += expect(db, "select json_object('a', json_array(1, 2.5, null))", "{\"a\":[1,2.5,null]}");
	failures += strcmp(sqlite3_libversion(), SQLITE_VERSION) != 0;
	sqlite3_close(db);
	printf("sqlite %s, %d failures\n", sqlite3_libversion(), failures);
	return failures;
}
