package dev.holdfast.kotlin.docs

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.readText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Every Kotlin snippet of the README and of docs/ is one of Snippets.kt, which the build compiles; and the other way. */
class SnippetsTest {
    private val root = Path.of("..")

    private fun found(pattern: String, text: String): List<String> =
        Regex(pattern, RegexOption.DOT_MATCHES_ALL).findAll(text).map { it.groupValues[1].trimIndent().trim() }.toList()

    @Test
    fun whatStandsInTheDocsIsWhatIsCompiled() {
        val docs = Files.walk(root.resolve("docs")).use { all -> all.filter { it.extension == "md" }.sorted().toList() }
        val written = (listOf(root.resolve("README.md")) + docs).flatMap { found("```kotlin\n(.*?)```", it.readText()) }
        val compiled = found(" // snippet\n(.*?)\n *// end\n", source("Snippets.kt"))
        assertThat(compiled).hasSizeGreaterThan(4)
        assertThat(written).containsExactlyInAnyOrderElementsOf(compiled)
    }

    private fun source(name: String) = Path.of("src/test/kotlin/dev/holdfast/kotlin/docs", name).readText()
}
