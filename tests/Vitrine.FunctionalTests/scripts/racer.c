/* Starts a program again and again while another process changes its path and its words under execve(2). Prints how each attempt ended; what a forbidden one writes would stand before. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    char path[32];
    char word[32];
};

/* Same length each, so that any mixture of writing and reading is one of the two or a name that is not there. */
static const char *const paths[] = { "/usr/bin/printf", "/usr/bin/whoami" };
static const char *const words[] = { "good.", "evil." };

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 100, ran = 0, refused = 0, killed = 0;
    volatile struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return 1;
    strcpy((char *)shared->path, paths[0]);
    strcpy((char *)shared->word, words[0]);
    pid_t flipper = fork();
    if (flipper == 0)
        for (unsigned i = 0;; i++) {
            memcpy((char *)shared->path, paths[i % 3 == 0], sizeof "/usr/bin/printf");
            memcpy((char *)shared->word, words[i % 2], sizeof "good.");
            for (volatile int spin = 0; spin < 2000; spin++) {
            }
        }
    for (int i = 0; i < rounds; i++) {
        pid_t child = fork();
        if (child == 0) {
            char *call[] = { "printf", (char *)shared->word, NULL }, *none[] = { NULL };
            execve((char *)shared->path, call, none);
            _exit(100);
        }
        int status;
        waitpid(child, &status, 0);
        ran += WIFEXITED(status) && WEXITSTATUS(status) == 0;
        refused += WIFEXITED(status) && WEXITSTATUS(status) == 100;
        killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }
    kill(flipper, SIGKILL);
    printf("\n%d of %d\n", ran + refused + killed, rounds);
    fprintf(stderr, "ran %d, refused %d, killed %d\n", ran, refused, killed);
    return 0;
}
