/* crti.o, crtn.o, crtend.o and crtendS.o: link lines name them, nothing needs their content.
   Constructors go through .init_array, and lld closes .eh_frame itself. */
