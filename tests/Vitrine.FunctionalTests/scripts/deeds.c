/* A static program: what it does no preloaded library can see. It opens, writes, connects, binds and executes. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(4444), .sin_addr.s_addr = htonl(0xC0000207) };
    struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "made-by-deeds.sock" };
    int made = open("made-by-deeds.txt", O_CREAT | O_WRONLY, 0600);
    if (made < 0 || write(made, "deeds\n", 6) != 6 || open("/etc/hostname-that-is-not-there", O_RDONLY) >= 0)
        return 1;
    if (connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&to, sizeof to) == 0)
        return 2;
    if (bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&name, sizeof name) != 0)
        return 3;
    execl("/bin/echo", "echo", "said by", "a static program", (char *)0);
    return 4;
}
