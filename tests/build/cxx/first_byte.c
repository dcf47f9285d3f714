int first_byte(int number) { return *(unsigned char *)&number; }
