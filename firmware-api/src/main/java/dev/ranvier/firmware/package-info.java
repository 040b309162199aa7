/** How a host speaks to a device. {@link dev.ranvier.firmware.DeviceClient} is the class to read first. */
package dev.ranvier.firmware;
