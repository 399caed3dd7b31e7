package dev.holdfast.kotlin

import java.io.DataInputStream
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.readLines
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** What Java 8 and Android ask of the class files, and the repository of the sources. */
class BytecodeTest {
    private fun files(root: String, extension: String): List<Path> =
        Files.walk(Path.of(root)).use { all -> all.filter { it.extension == extension }.toList() }

    private fun major(file: Path): Int = DataInputStream(Files.newInputStream(file)).use {
        check(it.readInt() == 0xCAFEBABE.toInt())
        it.readUnsignedShort()
        it.readUnsignedShort()
    }

    @Test
    fun everyClassIsJava8() {
        val classes = files("target/classes", "class")
        assertThat(classes).hasSizeGreaterThan(10)
        assertThat(classes.associateWith(::major).filterValues { it != 52 }).isEmpty()
        assertThat(files("target/test-classes", "class").map(::major)).contains(61) // it would be noticed
    }

    @Test
    fun noFileHoldsTwoThings() {
        val tooLong = (files("src/main", "kt") + files("src/test", "kt")).filter { it.readLines().size > 300 }
        assertThat(tooLong).isEmpty()
    }
}
