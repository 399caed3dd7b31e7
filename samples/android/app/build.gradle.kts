plugins {
    alias(libs.plugins.android.application)
}

android {
    namespace = "dev.holdfast.samples.android"
    compileSdk = 36

    defaultConfig {
        applicationId = "dev.holdfast.samples.android"
        minSdk = 26
        targetSdk = 36
        versionCode = 1
        versionName = "1"
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
}

dependencies {
    implementation(platform(libs.holdfast.bom))
    implementation(libs.holdfast.android)
    implementation(libs.holdfast.kotlin)
    implementation(libs.coroutines.android)
    compileOnly(libs.jspecify)
}
