package dev.holdfast.kotlin

import dev.holdfast.SubscriptionOptions
import java.lang.reflect.Type
import kotlin.reflect.KType
import kotlin.reflect.javaType
import kotlin.reflect.typeOf

/** A request for a topic decoded to [T], which may be generic: what [SubscriptionOptions.of] cannot take from a class. */
public inline fun <reified T : Any> optionsOf(topic: String): SubscriptionOptions<T> =
    SubscriptionOptions.of(topic, javaTypeOf<T>())

@PublishedApi
internal inline fun <reified T> javaTypeOf(): Type = javaTypeOf(typeOf<T>())

/** Without kotlin-reflect, and without the generic signatures that a shrinker removes. Not inlined: it is experimental. */
@OptIn(ExperimentalStdlibApi::class)
@PublishedApi
internal fun javaTypeOf(type: KType): Type = type.javaType
