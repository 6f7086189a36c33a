/**
 * Sparring for JUnit: {@link sparring.junit.SparringExtension} gives each test a {@link sparring.junit.World} of its own,
 * and fails a test whose client did what the vendor's documents forbid. The types below {@code sparring.junit.types} are
 * made from the document of the control API.
 */
package sparring.junit;
