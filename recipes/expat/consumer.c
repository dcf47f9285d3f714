#include <expat.h>
#include <stdio.h>
#include <string.h>

struct seen {
	int depth, deepest, attributes;
	char text[32];
};

static void XMLCALL start(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct seen *seen = data;

	(void)name;
	while (*attributes)
		attributes += 2, seen->attributes++;
	if (++seen->depth > seen->deepest)
		seen->deepest = seen->depth;
}

static void XMLCALL end(void *data, const XML_Char *name)
{
	(void)name;
	((struct seen *)data)->depth--;
}

static void XMLCALL characters(void *data, const XML_Char *text, int length)
{
	strncat(((struct seen *)data)->text, text, (size_t)length);
}

int main(void)
{
	const char *document = "<a x='1'><b y='2' z='3'>one &amp; <c/>two</b></a>";
	struct seen seen = {0};
	XML_Parser parser = XML_ParserCreate("UTF-8");

	if (!parser)
		return 1;
	XML_SetUserData(parser, &seen);
	XML_SetElementHandler(parser, start, end);
	XML_SetCharacterDataHandler(parser, characters);
	for (const char *byte = document; *byte; byte++)
		if (XML_Parse(parser, byte, 1, !byte[1]) != XML_STATUS_OK)
			return 2;
	XML_ParserFree(parser);
	if (seen.depth || seen.deepest != 3 || seen.attributes != 3 || strcmp(seen.text, "one & two"))
		return 3;
	printf("%s\n", XML_ExpatVersion());
	return 0;
}
