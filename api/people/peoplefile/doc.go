// Package peoplefile reads files of people, row by row, as the world writes them: CSV of Excel
// and other programs (byte order mark, commas, semicolons or tabs, any line ends, line breaks
// within quotes, columns by name in any order) and NDJSON of programs. A row that is wrong is
// told and the next one is read; only what makes all rows doubtful refuses the file.
//
// It knows nobody: what a row means for whom is for package people.
package peoplefile
