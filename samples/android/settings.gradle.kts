pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
        // Holdfast as installed by `mvn install`, until there is a release.
        mavenLocal { content { includeGroup("dev.holdfast") } }
    }
}

rootProject.name = "holdfast-feed"
include(":app")
