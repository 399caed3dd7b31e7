package dev.holdfast.kotlin

import dev.holdfast.SubscriptionOptions
import java.lang.reflect.Type
import kotlin.reflect.KType
import kotlin.reflect.javaType
import kotlin.reflect.typeOf

/** Returns options for a topic decoded to [T]. Unlike with [SubscriptionOptions.of] for a class, [T] may be generic. */
public inline fun <reified T : Any> optionsOf(topic: String): SubscriptionOptions<T> =
    SubscriptionOptions.of(topic, javaTypeOf<T>())

@PublishedApi
internal inline fun <reified T> javaTypeOf(): Type = javaTypeOf(typeOf<T>())

/**
 * Needs neither kotlin-reflect nor generic signatures, which a shrinker removes. Not inlined because it is
 * experimental.
 */
@OptIn(ExperimentalStdlibApi::class)
@PublishedApi
internal fun javaTypeOf(type: KType): Type = type.javaType
