// Opens and closes a file many times and prints the nanoseconds of one turn. With further arguments, that many different files.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc < 4)
        return 2;
    int turns = atoi(argv[2]), files = atoi(argv[3]);
    char name[64];
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int i = 0; i < turns; i++) {
        snprintf(name, sizeof name, "many/%d", i % files);
        int fd = open(name, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return 3;
        close(fd);
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    FILE *out = fopen(argv[1], "w");
    if (!out || fprintf(out, "%.1f\n", ((b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec)) / turns) < 0 || fclose(out))
        return 4;
    return 0;
}
