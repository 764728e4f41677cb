"""What customers say, a module for each language; `word_lists` tells what each list is for."""
