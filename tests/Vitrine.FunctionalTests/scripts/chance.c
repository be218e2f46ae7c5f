/* Says what a program gets of chance from the kernel: one line for each way. Static, with threads and children that start no program of their own. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void hex(const char *what, const void *bytes, size_t length)
{
    /* Threads write lines, no pieces of them. */
    flockfile(stdout);
    printf("%s ", what);
    for (size_t i = 0; i < length; i++)
        printf("%02x", ((const unsigned char *)bytes)[i]);
    printf("\n");
    fflush(stdout);
    funlockfile(stdout);
}

static void ask(const char *what)
{
    unsigned char bytes[13];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        exit(3);
    hex(what, bytes, sizeof bytes);
}

static void *in_thread(void *name)
{
    prctl(PR_SET_NAME, name);
    ask(name);
    return NULL;
}

static void from_file(const char *path)
{
    unsigned char bytes[37];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, bytes, sizeof bytes) != sizeof bytes || !(fcntl(fd, F_GETFD) & FD_CLOEXEC))
        exit(4);
    close(fd);
    hex(path, bytes, sizeof bytes);
}

int main(void)
{
    pthread_t first, second;
    hex("auxv", (void *)getauxval(AT_RANDOM), 16);
    ask("main");
    ask("main-again");
    pthread_create(&first, NULL, in_thread, "one");
    pthread_create(&second, NULL, in_thread, "two");
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    for (int i = 0; i < 2; i++) {
        pid_t child = fork();
        if (child == 0) {
            ask("child");
            _exit(0);
        }
        waitpid(child, NULL, 0);
    }
    ask("main-after");
    from_file("/dev/urandom");
    from_file("/dev/random");
    from_file("/proc/sys/kernel/random/uuid");
    from_file("/proc/sys/kernel/random/uuid");

    /* More than is given at once, as any program asks that wants so much. */
    size_t size = 5 << 20, done = 0;
    unsigned char *much = malloc(size);
    uint64_t sum = 0;
    while (done < size) {
        ssize_t got = getrandom(much + done, size - done, GRND_NONBLOCK);
        if (got <= 0)
            exit(5);
        done += got;
    }
    for (size_t i = 0; i < size; i++)
        sum = sum * 31 + much[i];
    hex("much", &sum, sizeof sum);

    void *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int *on_stack = &(int){ 0 };
    void *places[] = { page, much, on_stack };
    hex("places", places, sizeof places);

    /* What the kernel refuses is refused. */
    long result = syscall(SYS_getrandom, (void *)8, 8, 0);
    fprintf(stderr, "fault %d\n", result < 0 && errno == EFAULT);
    result = syscall(SYS_getrandom, much, 8, 8);
    fprintf(stderr, "flags %d\n", result < 0 && errno == EINVAL);
    result = syscall(SYS_getrandom, much, 0, 0);
    fprintf(stderr, "nothing %ld\n", result);
    int low = open("/dev/null", O_RDONLY);
    close(low);
    fprintf(stderr, "lowest %d\n", open("/dev/urandom", O_RDONLY) == low);
    return 0;
}
