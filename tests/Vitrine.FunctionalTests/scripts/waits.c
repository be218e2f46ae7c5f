/* Waits 200 ms in each way that names a time of day, and says how many of the monotonic clock's milliseconds that took. Static: no library can be put before it. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static long since(struct timespec from)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - from.tv_sec) * 1000 + (now.tv_nsec - from.tv_nsec) / 1000000;
}

static struct timespec in_200_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_nsec += 200000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_nsec -= 1000000000;
        at.tv_sec++;
    }
    return at;
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static sem_t semaphore;

static void on_alarm(int signal)
{
    (void)signal;
}

static void *wake(void *unused)
{
    (void)unused;
    usleep(50000);
    sem_post(&semaphore);
    return NULL;
}

static void said(const char *what, struct timespec from, int result, int changed)
{
    printf("%s %ld %s%s\n", what, since(from), result == 0 ? "0" : strerrorname_np(result), changed ? " and the deadline was changed" : "");
}

int main(int count, char **arguments)
{
    struct timespec from, at, before;
    struct timeval tv;
    pthread_t other;

    time_t seconds = time(NULL);
    clock_gettime(CLOCK_REALTIME, &at);
    gettimeofday(&tv, NULL);
    clock_gettime(CLOCK_REALTIME_COARSE, &before);
    if (count > 1 && strcmp(arguments[1], "clock") == 0) {
        printf("%ld\n", (long)at.tv_sec);
        return 0;
    }
    printf("clock %ld %d\n", (long)at.tv_sec, at.tv_sec - seconds <= 1 && tv.tv_sec - seconds <= 1 && before.tv_sec - seconds <= 1);

    pthread_mutex_lock(&mutex);
    clock_gettime(CLOCK_MONOTONIC, &from);
    at = before = in_200_ms();
    int result = pthread_cond_timedwait(&condition, &mutex, &at);
    said("cond", from, result, memcmp(&at, &before, sizeof at));

    sem_init(&semaphore, 0, 0);
    clock_gettime(CLOCK_MONOTONIC, &from);
    at = before = in_200_ms();
    result = sem_timedwait(&semaphore, &at) ? errno : 0;
    said("sem", from, result, memcmp(&at, &before, sizeof at));

    pthread_create(&other, NULL, wake, NULL);
    clock_gettime(CLOCK_MONOTONIC, &from);
    at = before = in_200_ms();
    result = sem_timedwait(&semaphore, &at) ? errno : 0;
    said("woken", from, result, memcmp(&at, &before, sizeof at));
    pthread_join(other, NULL);

    /* A signal in between: without a handler that restarts, the wait ends; the caller waits on for the same time. */
    struct sigaction action = { .sa_handler = on_alarm };
    sigaction(SIGALRM, &action, NULL);
    struct itimerval alarm = { .it_value = { .tv_usec = 50000 } };
    int again = 0;
    clock_gettime(CLOCK_MONOTONIC, &from);
    at = before = in_200_ms();
    setitimer(ITIMER_REAL, &alarm, NULL);
    while ((result = sem_timedwait(&semaphore, &at) ? errno : 0) == EINTR)
        again++;
    said(again == 1 ? "interrupted" : "not-interrupted", from, result, memcmp(&at, &before, sizeof at));

    clock_gettime(CLOCK_MONOTONIC, &from);
    at = before = in_200_ms();
    result = clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
    said("nanosleep", from, result, memcmp(&at, &before, sizeof at));

    setitimer(ITIMER_REAL, &alarm, NULL);
    clock_gettime(CLOCK_MONOTONIC, &from);
    at = in_200_ms();
    at.tv_sec += 5;
    result = clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
    printf("signalled %d %s\n", since(from) < 2000, strerrorname_np(result));

    struct itimerspec timer = { .it_value = in_200_ms() };
    before = timer.it_value;
    int fd = timerfd_create(CLOCK_REALTIME, 0);
    uint64_t expired;
    clock_gettime(CLOCK_MONOTONIC, &from);
    result = timerfd_settime(fd, TFD_TIMER_ABSTIME, &timer, NULL) ? errno : 0;
    if (result == 0 && read(fd, &expired, sizeof expired) != sizeof expired)
        result = errno;
    said("timer", from, result, memcmp(&timer.it_value, &before, sizeof before));

    fd = timerfd_create(CLOCK_MONOTONIC, 0);
    clock_gettime(CLOCK_MONOTONIC, &timer.it_value);
    from = timer.it_value;
    timer.it_value.tv_sec++;
    result = timerfd_settime(fd, TFD_TIMER_ABSTIME, &timer, NULL) ? errno : 0;
    if (result == 0 && read(fd, &expired, sizeof expired) != sizeof expired)
        result = errno;
    printf("monotonic %d %d\n", since(from) >= 1000, result);

    clock_gettime(CLOCK_MONOTONIC, &from);
    at = (struct timespec){ .tv_nsec = 200000000 };
    result = syscall(SYS_futex, &fd, FUTEX_WAIT_PRIVATE, fd, &at, NULL, 0) ? errno : 0;
    said("relative", from, result, 0);

    at.tv_nsec = -1;
    result = syscall(SYS_futex, &fd, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, fd, &at, NULL, ~0) ? errno : 0;
    printf("invalid 1 %s\n", strerrorname_np(result));
    result = syscall(SYS_clock_gettime, CLOCK_REALTIME, (void *)8) ? errno : 0;
    printf("fault 1 %s\n", strerrorname_np(result));
    printf("vdso %d\n", getauxval(AT_SYSINFO_EHDR) != 0);
    return 0;
}
